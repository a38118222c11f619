// Where the reader stands, asked of the browser once, when they press the button; it goes into that form and nowhere else.
"use strict";
const form = document.getElementById("lokasi");
if (form && navigator.geolocation && isSecureContext) {
  const button = form.querySelector("button"), status = form.querySelector("[role=status]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = form.dataset.wait;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.lat.value = coords.latitude.toFixed(5);
      form.elements.lon.value = coords.longitude.toFixed(5);
      button.disabled = false;
      status.textContent = "";
      form.submit();
    }, (error) => {
      button.disabled = false;
      status.textContent = error.code === 1 ? form.dataset.denied : form.dataset.failed;
    }, { timeout: 15000, maximumAge: 60000 });
  });
}
