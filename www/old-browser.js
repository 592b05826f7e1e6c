// Runs only where modules are unknown, and so is everything else that the page needs. Written for those browsers.
var failure = document.getElementById("failure");
failure.removeAttribute("hidden");
failure.appendChild(document.createTextNode("This browser is too old for Inkling. Any current one will do."));
