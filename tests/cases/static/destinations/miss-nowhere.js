export const a=["::","0.0.0.0","2.5.29.17","1.3.101.112","com.vendor.product","com.vendor.Product.app"],b=(host)=>`https://${host}/x`;
