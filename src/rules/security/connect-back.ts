/** Programs that are given code to run, by an option, and what that code has to have to be a shell for whoever it calls. */
const programs: readonly { readonly start: RegExp; readonly connects: RegExp; readonly runs: RegExp }[] = [
  {
    start: /\bpython[\d.]{0,6}\s+(?:-\w+\s+){0,5}-\w*c\b/,
    connects: /^(?=[\s\S]*\bsocket\b)[\s\S]*(?:\.connect(?:_ex)?|\bcreate_connection)\b/,
    runs: /\bdup2\b|\bpty\b|\bsubprocess\b|\bos\.(?:system|popen)\b|\/bin\/\w{0,4}sh\b/,
  },
  {
    start: /\bperl\s+(?:-\S+\s+){0,5}-\w*e\b/,
    connects: /\bSocket\b/,
    runs: /\bexec\b|\bsystem\b|\bfdopen\b|\bqx\b|`/,
  },
  {
    start: /\bphp\d?\s+(?:-\S+\s+){0,5}-r\b/,
    connects: /\b(?:p?fsockopen|stream_socket_client|socket_connect)\b/,
    runs: /\b(?:exec|shell_exec|system|passthru|popen|proc_open)\b|`/,
  },
  {
    start: /\bruby\s+(?:-\S+\s+){0,5}-(?:rsocket|\w*e)\b/,
    connects: /\b(?:TCPSocket|Socket)\b/,
    runs: /\b(?:exec|system|spawn|popen)\b|`/,
  },
];

const forms = [
  /\b(?:ba|da|z|k)?sh\s+-i\b[^\n]{0,100}(?:\/dev\/(?:tcp|udp)\/|>&)/,
  /(?<![\w.-])(?:ba|da|z|k)?sh(?:\s{1,9}-[abd-z]{1,9}\b){0,3}\s{0,9}\d?(?:>&|&>|<>?|>)\s{0,9}\/dev\/(?:tcp|udp)\//,
  /\b(?:nc|ncat|netcat)\b[^\n;|]{0,200}\s-{1,2}(?:\w*e|\w*c|exec|sh-exec)[\s=]{1,20}\S{0,100}sh\b/,
  /\bexec\s+\d+<>\s*\/dev\/(?:tcp|udp)\//,
  /\bsocat\b[^\n;|]{0,200}\b(?:exec|system):/i,
];

/** Of a longer script only so much is read behind where such code begins. */
const longestCode = 3000;
const mostStarts = 20;

/** What in a shell's command connects a shell with the network, however it is quoted; `null` where nothing does. */
export function connectsBack(command: string): string | null {
  const bare = command.replaceAll(/["'\\]/g, "").replaceAll(/\$\{?IFS\}?/g, " ");
  for (const text of bare === command ? [command] : [command, bare]) {
    const found = forms.map((form) => form.exec(text)?.[0]).find(Boolean) ?? codeIn(text);
    if (found !== null) return found;
  }
  return null;
}

function codeIn(text: string): string | null {
  for (const { start, connects, runs } of programs) {
    const all = text.matchAll(new RegExp(start, "g")).take(mostStarts);
    for (const { index, 0: begin } of all) {
      const code = text.slice(index, index + longestCode);
      if (connects.test(code) && runs.test(code.slice(begin.length))) return begin;
    }
  }
  return null;
}
