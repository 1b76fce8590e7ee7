class Zone{hostname(){return 1}}
export const f=(z)=>[z.hostname,z.timeZone,z.env.X];
