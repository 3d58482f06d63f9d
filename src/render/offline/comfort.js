(function (place) {
  var root = document.documentElement, form = document.createElement("form"), choices = {
    size: ["", "font-size:125%", "font-size:150%", "font-size:200%"],
    space: ["", "letter-spacing:.12em;word-spacing:.16em"],
    colour: ["", "color-scheme:light", "color-scheme:dark"]
  };
  Object.keys(choices).forEach(function (name) {
    var words = place.getAttribute("data-" + name).split("|"), line = document.createElement("p"),
      label = document.createElement("label"), select = document.createElement("select");
    label.appendChild(document.createTextNode(words[0] + " "));
    choices[name].forEach(function (style, index) {
      var option = document.createElement("option");
      option.text = words[index + 1];
      option.value = style;
      option.selected = style && root.style.cssText.replace(/ /g, "").indexOf(style.split(";")[0]) >= 0;
      select.appendChild(option);
    });
    select.onchange = function () {
      var styles = [].map.call(form.querySelectorAll("select"), function (one) { return one.value; }).filter(Boolean);
      root.style.cssText = localStorage.ardoise = styles.join(";");
    };
    label.appendChild(select);
    line.appendChild(label);
    form.appendChild(line);
  });
  place.parentNode.insertBefore(form, place);
})(document.getElementById("confort"));
