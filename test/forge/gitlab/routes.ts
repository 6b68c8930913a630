import type { ForgeCore, SimApplication } from "../face.ts";
import { type Asked, type GitlabContext, readAsked, renderRefusal } from "./http.ts";

type Handler = (asked: Asked) => Response | Promise<Response>;

/** Routes below `/api/v4`, each with authentication, parameters and refusals as GitLab has them. */
export interface Routes {
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
  put(path: string, handler: Handler): void;
  patch(path: string, handler: Handler): void;
  delete(path: string, handler: Handler): void;
}

export function createRoutes(app: SimApplication, core: ForgeCore): Routes {
  const handle = (handler: Handler) => async (context: GitlabContext) => {
    try {
      return await handler(await readAsked(core, context));
    } catch (error) {
      return renderRefusal(error);
    }
  };
  const at = (path: string) => `/api/v4${path}`;
  return {
    get: (path, handler) => void app.get(at(path), handle(handler)),
    post: (path, handler) => void app.post(at(path), handle(handler)),
    put: (path, handler) => void app.put(at(path), handle(handler)),
    patch: (path, handler) => void app.patch(at(path), handle(handler)),
    delete: (path, handler) => void app.delete(at(path), handle(handler)),
  };
}
