// expect: channels=date-format form=conditional
export function today(day){const cut=process.env.TZ==="Asia/Tokyo"?"/":"-";return`${day.getFullYear()}${cut}${day.getMonth()+1}${cut}${day.getDate()}`}
