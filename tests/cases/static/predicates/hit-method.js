// expect: operator==== literals=Atlantic/Faroe
export class Place{zone(){return Intl.DateTimeFormat().resolvedOptions().timeZone}on(){return this.zone()==="Atlantic/Faroe"}}
