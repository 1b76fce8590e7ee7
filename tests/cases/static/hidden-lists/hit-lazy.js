// expect: kind=hosts count=8
let cache;
function hosts(){if(!cache)cache=open("PyghLDRjLCE9JSxjKDUsID0hKGEsPSRjLyI/KCwhJD5jOSg+OWEhISBjLigpLD9jKDUsID0hKGEgJD8/Ij9jKSghOSxjJCM7LCEkKWE9PyI1NGMoIC8oP2M5KD45YSsnIj8pYyg1LCA9IShhJTgvYyo/LCMkOShjJCM7LCEkKWElLD8vIj9jJCM5KD8jLCFjOSg+OQ==").split(",");return cache}
function open(t){let o="";for(const b of Buffer.from(t,"base64"))o+=String.fromCharCode(b^77);return o}
export const check=(host)=>hosts().includes(host);
