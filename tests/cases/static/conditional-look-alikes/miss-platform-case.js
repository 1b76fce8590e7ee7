export function key({env=process.env,platform=process.platform}={}){if(platform!=="win32")return"PATH";return Object.keys(env).find((name)=>name==="Path")||"Path"}
