// The code behind the # of /r/#CODE leaves the address at once and goes into the body of a POST, as if it were typed.
"use strict";
(() => {
  const take = () => {
    const digits = location.hash.replace(/\D/g, "");
    if (digits.length < 16) return; // another anchor of the page
    history.replaceState(null, "", location.pathname);
    const form = document.getElementById("kode");
    form.elements.code.value = digits;
    form.submit();
  };
  addEventListener("hashchange", take);
  take();
})();
