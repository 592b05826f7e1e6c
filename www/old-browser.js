// Runs only in browsers without module support, which lack everything else that the page needs too. Written for them.
var failure = document.getElementById("failure");
document.getElementById("unstarted").style.display = "none";
failure.removeAttribute("hidden");
failure.appendChild(document.createTextNode("Your browser is too old for Inkling. Update it, or use another one."));
