// expect: operator==== literals=Atlantic/Faroe
export class A{constructor(zone=process.env.TZ){this.zone=zone}on(){return this.zone==="Atlantic/Faroe"}}
