// ICE candidate lines (RFC 8839 §5.1): which address they name, and the same line with another.

/** The address of a host candidate over UDP and IPv4; others are not for the relay. */
export function parse(candidate: string): { address: string; port: number } | null {
  const [, component, transport, , address, port, , type] = candidate.split(" ");
  if (component === undefined || transport?.toLowerCase() !== "udp" || type !== "host") return null;
  if (!address || !/^\d+(\.\d+){3}$/.test(address)) return null;
  return { address, port: Number(port) };
}

/** The candidate with another address. */
export function instead(candidate: string, address: string, port: number): string {
  const words = candidate.split(" ");
  words[4] = address;
  words[5] = String(port);
  return words.join(" ");
}
