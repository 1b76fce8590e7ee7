// Names of instructions in the order of an index: many end as English words begin.
const names = "sec seh sbi sbci sbic sbis sbiw sei sen ser ses set sev sez sleep spm st std sts sub subi swap";
const more = "rar rsp rtb rwp samt satm sbuts sbp scod sct seb selif shm sid sl sleep smaerts snip sp spets sruoh";
export { names, more };
