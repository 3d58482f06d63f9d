(function (place) {
  var root = document.documentElement, buttons = [], choices = {
    size: ["", "font-size:125%", "font-size:150%", "font-size:175%"],
    space: ["", "letter-spacing:.12em;word-spacing:.16em"],
    colour: ["", "color-scheme:light", "color-scheme:dark"]
  };
  function show() {
    buttons.forEach(function (one) {
      one.value = (one.chosen ? "✓ " : "") + one.words;
      one.setAttribute("aria-pressed", one.chosen);
    });
  }
  function choose(button) {
    buttons.forEach(function (one) { one.chosen = one.name == button.name ? one == button : one.chosen; });
    root.style.cssText = localStorage.ardoise = buttons.map(function (one) { return one.chosen && one.css; }).filter(Boolean).join(";");
    show();
  }
  Object.keys(choices).forEach(function (name) {
    var words = place.getAttribute("data-" + name).split("|"), group = document.createElement("p");
    choices[name].forEach(function (css, index) {
      var button = document.createElement("input");
      button.type = "button";
      button.name = name;
      button.css = css;
      button.words = words[index];
      button.chosen = css && (";" + localStorage.ardoise + ";").indexOf(";" + css + ";") >= 0;
      button.onclick = function () { choose(button); };
      button.style.cssText = "font:inherit;color:inherit;background:none;border:1px solid;padding:.3em .6em;margin:.2em .4em .2em 0;white-space:normal;max-width:100%";
      buttons.push(button);
      group.appendChild(button);
    });
    if (!buttons.some(function (one) { return one.name == name && one.chosen; })) group.firstChild.chosen = true;
    place.parentNode.insertBefore(group, place);
  });
  show();
})(document.getElementById("reglages"));
