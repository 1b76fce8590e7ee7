// expect: channels=order form=conditional
export const body=(on,model)=>JSON.stringify(on?{model,stream:true}:{stream:true,model});
