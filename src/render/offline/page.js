(n=navigator.serviceWorker)&&(n.register("sw.js"),n.onmessage=function(e){document.body.insertAdjacentHTML("afterbegin",e.data)});document.documentElement.style.cssText=localStorage.ardoise||""
