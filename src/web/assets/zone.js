// Chooses the time zone that the browser is in, where an account begins.

const select = document.querySelector("select[name=timezone]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select?.value === "UTC" && [...select.options].some((option) => option.value === own)) select.value = own;
