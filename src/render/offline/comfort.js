(function (place) {
  var root = document.documentElement, choices = {
    size: ["", "font-size:125%", "font-size:150%", "font-size:175%"],
    space: ["", "letter-spacing:.12em;word-spacing:.16em"],
    colour: ["", "color-scheme:light", "color-scheme:dark"]
  };
  function add(parent, name, text) {
    var element = parent.insertBefore(document.createElement(name), parent == place.parentNode ? place : null);
    element.appendChild(document.createTextNode(text || ""));
    return element;
  }
  function keep() {
    var chosen = [].filter.call(document.querySelectorAll("fieldset input"), function (one) { return one.checked && one.value; });
    root.style.cssText = localStorage.ardoise = chosen.map(function (one) { return one.value; }).join(";");
  }
  Object.keys(choices).forEach(function (name) {
    var words = place.getAttribute("data-" + name).split("|"), set = add(place.parentNode, "fieldset");
    add(set, "legend", words[0]);
    choices[name].forEach(function (style, index) {
      var label = add(set, "label"), button = add(label, "input");
      button.type = "radio";
      button.name = name;
      button.value = style;
      button.checked = !style || (";" + localStorage.ardoise + ";").indexOf(";" + style + ";") >= 0;
      button.onchange = keep;
      add(label, "span", " " + words[index + 1] + " ");
    });
  });
})(document.getElementById("reglages"));
