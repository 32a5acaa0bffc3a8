export interface Persona {
  key: string;
  title: string;
}

/** The demo's personas; outside the demo none, without a request. */
export async function listPersonas(): Promise<Persona[]> {
  if (!document.querySelector("meta[name=guichet-demo]")) return [];
  return (await fetch("/demo/personas")).json();
}

/** Signs the browser in as a persona. */
export async function become(key: string): Promise<void> {
  const response = await fetch(`/demo/sign-in/${key}`, { method: "POST", headers: { "x-requested-with": "guichet" } });
  if (!response.ok) throw new Error(`The demo answered ${response.status}.`);
}
