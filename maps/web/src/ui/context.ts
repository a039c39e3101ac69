/** What every template gets. */

import type { Actions } from "../actions.ts";
import type { Translate } from "../i18n/index.ts";
import type { Model } from "../model.ts";

export interface Context {
  model: Model;
  t: Translate;
  act: Actions;
}
