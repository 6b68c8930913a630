import { playOn } from "./play-on.ts";
import { attacks } from "./table.ts";

playOn("gitlab", attacks);
