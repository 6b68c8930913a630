const dataName =
  /\.(?:csv|tsv|psv|parquet|feather|arrow|orc|avro|xlsx?|xlsb|ods|sav|zsav|por|dta|sas7bdat|xpt|rds|rda|rdata|npy|npz|h5|hdf5|nc|mat|pkl|pickle|joblib|sqlite3?|db|duckdb|mdb|accdb|pt|pth|ckpt|onnx|safetensors|jsonl|ndjson)(?:\.(?:gz|bz2|xz|zst|zip))?$|\.(?:zip|tar|tgz|7z|rar|gz|bz2|xz|zst)$/i;

/** Whether a file is data by its name: a table, a data base, a model, an archive. */
export function isDataFile(path: string): boolean {
  return dataName.test(path);
}
