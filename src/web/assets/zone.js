// Chooses the time zone that the browser is in, where an account begins.

const select = document.querySelector("select[name=timezone]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const resolved = (timeZone) => {
  try {
    return Intl.DateTimeFormat(undefined, { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};
if (select?.value === "UTC" && own !== "UTC") {
  const options = [...select.options];
  // Browsers call some zones by older names than the list does.
  const found = options.find((option) => option.value === own) ?? options.find((option) => resolved(option.value) === own);
  if (found) select.value = found.value;
}
