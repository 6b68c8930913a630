/** Whether a file is a Dockerfile, by its name. */
export function isDockerfileName(name: string): boolean {
  return (
    /^(?:Dockerfile|Containerfile)(?:[._-][\w.-]+)?$|\.(?:[Dd]ockerfile|[Cc]ontainerfile)$/.test(name) &&
    !/\.(?:dockerignore|md|txt|py|sh|tpl|j2|tmpl|in)$/.test(name)
  );
}
