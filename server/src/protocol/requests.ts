// Every request beyond the Language Server Protocol, with what is asked and what is answered.
import type { Location, Range } from './common.ts';
import type { exportRequest, ExportParams, ExportResult } from './export.ts';
import type {
  graphEditRequest,
  graphEditsRequest,
  GraphEditParams,
  GraphEditResult,
  GraphEdits,
  GraphEditsParams,
} from './graph-edits.ts';
import type {
  handlerSourceRequest,
  locateRequest,
  partsAtRequest,
  previewRequest,
  LocateParams,
  PartsAt,
  PartsAtParams,
  Preview,
  PreviewParams,
} from './preview.ts';
import type { routeRequest, RouteParams, RouteResult } from './route.ts';
import type {
  impactRequest,
  templateOriginRequest,
  templateRequest,
  ImpactParams,
  ImpactResult,
  TemplateOriginParams,
  TemplateParams,
  TemplateResult,
} from './template.ts';

export interface Requests {
  [exportRequest]: { readonly params: ExportParams; readonly result: ExportResult | null };
  [graphEditRequest]: { readonly params: GraphEditParams; readonly result: GraphEditResult | null };
  [graphEditsRequest]: { readonly params: GraphEditsParams; readonly result: GraphEdits | null };
  [handlerSourceRequest]: { readonly params: LocateParams; readonly result: Location | null };
  [impactRequest]: { readonly params: ImpactParams; readonly result: ImpactResult | null };
  [locateRequest]: { readonly params: LocateParams; readonly result: Range | null };
  [partsAtRequest]: { readonly params: PartsAtParams; readonly result: PartsAt | null };
  [previewRequest]: { readonly params: PreviewParams; readonly result: Preview | null };
  [routeRequest]: { readonly params: RouteParams; readonly result: RouteResult | null };
  [templateOriginRequest]: { readonly params: TemplateOriginParams; readonly result: Range | null };
  [templateRequest]: { readonly params: TemplateParams; readonly result: TemplateResult | null };
}
