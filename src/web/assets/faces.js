// Photos come from elsewhere and may not come: then the initials beneath are seen.

export function start() {
  document.addEventListener("error", (event) => event.target.matches?.(".face img") && event.target.remove(), true);
  for (const photo of document.querySelectorAll(".face img")) if (photo.complete && !photo.naturalWidth) photo.remove();
}
