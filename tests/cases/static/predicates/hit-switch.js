// expect: operator=switch literals=de,fr
export function on(){switch(process.env.LANG){case"de":return 1;case"fr":return 2}return 0}
