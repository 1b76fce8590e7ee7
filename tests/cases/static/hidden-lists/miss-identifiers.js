export default ["getElementsByClassName","addEventListener","removeEventListener","dispatchEvent"].map((n)=>document[n]);
