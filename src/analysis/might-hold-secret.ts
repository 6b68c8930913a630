/** A quick look at a Python text for whether one of secretlint's rules could find something: the words that its patterns begin with. */
export function mightHoldSecret(text: string): boolean {
  return beginnings.test(text);
}

const beginnings = new RegExp(
  [
    "A(?:3T[A-Z0-9]|KIA|GPA|IDA|ROA|IPA|NPA|NVA|SIA)[A-Z0-9]{16}|[Aa](?:CCESS|ccess)_?(?:KEY|[kK]ey)", // AWS
    "-----BEGIN|x-oauth-basic|_authToken|npm_\\w{36}|xox[abpor]-|xapp-|[sS][lL][aA][cC][kK]\\.[cC][oO][mM]",
    "SG\\.|shp(?:pa|ca|at|ss)_|[rs]k_(?:live|test)_|gh[opsur]_|github_pat_|glpat-|glc_|glsa_|sk-|gsk_",
    "hf_[a-zA-Z]{34}|lin_api_|ntn_|ops_ey|hv[bsr]\\.|vc[aikpr]_|dapi[A-Fa-f0-9]{32}|dckr_pat_|figd_|cf(?:k|ut|at)_|tskey-",
    ":\\/\\/[^\\s@]{1,600}@", // a password in a URL
  ].join("|"),
);
