/**
 * Monaco's word highlighter rejects a promise that is not awaited when its editor goes away, as it
 * does at each sign-in and sign-out. It is no error, so it does not belong in the console.
 */
window.addEventListener("unhandledrejection", (event) => {
  const { reason } = event;
  if (reason instanceof Error && reason.name === "Canceled" && reason.message === "Canceled") event.preventDefault();
});
