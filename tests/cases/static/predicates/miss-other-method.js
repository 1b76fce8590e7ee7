export class A{zone(){return process.env.TZ}}
export class B{zone(){return"none"}on(){return this.zone()==="Atlantic/Faroe"}}
