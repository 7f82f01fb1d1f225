// All rules. Generated from the files in all/ by `npm run generate`: do not edit it.
import { aliasInOverlay } from './all/alias-in-overlay.ts';
import { ambiguousText } from './all/ambiguous-text.ts';
import { authorizerWithoutConnect } from './all/authorizer-without-connect.ts';
import { circularDeadLetters } from './all/circular-dead-letters.ts';
import { circularDependency } from './all/circular-dependency.ts';
import { conflictingAttributeType } from './all/conflicting-attribute-type.ts';
import { conflictingProperty } from './all/conflicting-property.ts';
import { connectionNotAllowed } from './all/connection-not-allowed.ts';
import { defaultNotAllowed } from './all/default-not-allowed.ts';
import { deprecatedRuntime } from './all/deprecated-runtime.ts';
import { duplicateConnection } from './all/duplicate-connection.ts';
import { duplicateDomain } from './all/duplicate-domain.ts';
import { duplicateIdentitySource } from './all/duplicate-identity-source.ts';
import { duplicateIndex } from './all/duplicate-index.ts';
import { duplicateKey } from './all/duplicate-key.ts';
import { duplicateLayer } from './all/duplicate-layer.ts';
import { duplicateLogicalId } from './all/duplicate-logical-id.ts';
import { duplicatePhysicalName } from './all/duplicate-physical-name.ts';
import { duplicateRoute } from './all/duplicate-route.ts';
import { emptyItem } from './all/empty-item.ts';
import { endpointWithoutHandler } from './all/endpoint-without-handler.ts';
import { entryPointExtension } from './all/entry-point-extension.ts';
import { entryPointNotFound } from './all/entry-point-not-found.ts';
import { entryPointTooLong } from './all/entry-point-too-long.ts';
import { environmentTooLarge } from './all/environment-too-large.ts';
import { fifoBatchSize } from './all/fifo-batch-size.ts';
import { fifoName } from './all/fifo-name.ts';
import { forbiddenCharacter } from './all/forbidden-character.ts';
import { functionsApart } from './all/functions-apart.ts';
import { iamWithAuthorizer } from './all/iam-with-authorizer.ts';
import { iamWithoutConnect } from './all/iam-without-connect.ts';
import { identitySourceWithoutAuthorizer } from './all/identity-source-without-authorizer.ts';
import { incompleteAddition } from './all/incomplete-addition.ts';
import { ineffectiveProperty } from './all/ineffective-property.ts';
import { invalidFormat } from './all/invalid-format.ts';
import { invalidNameLength } from './all/invalid-name-length.ts';
import { invalidNameParameter } from './all/invalid-name-parameter.ts';
import { invalidOperationMode } from './all/invalid-operation-mode.ts';
import { invalidStageParameter } from './all/invalid-stage-parameter.ts';
import { invalidTemplateValue } from './all/invalid-template-value.ts';
import { invalidValue } from './all/invalid-value.ts';
import { itemCount } from './all/item-count.ts';
import { jsonSyntax } from './all/json-syntax.ts';
import { logsNeedRole } from './all/logs-need-role.ts';
import { malformedRoute } from './all/malformed-route.ts';
import { mergeKey } from './all/merge-key.ts';
import { missingAccess } from './all/missing-access.ts';
import { missingProperty } from './all/missing-property.ts';
import { mixedDeadLetters } from './all/mixed-dead-letters.ts';
import { needsTransform } from './all/needs-transform.ts';
import { noDefaultRoute } from './all/no-default-route.ts';
import { noDisconnectRoute } from './all/no-disconnect-route.ts';
import { noEndpoints } from './all/no-endpoints.ts';
import { nonAlphanumericName } from './all/non-alphanumeric-name.ts';
import { nothingToDeploy } from './all/nothing-to-deploy.ts';
import { outOfRange } from './all/out-of-range.ts';
import { overlappingNotifications } from './all/overlapping-notifications.ts';
import { overlayOpens } from './all/overlay-opens.ts';
import { overrideOfProperty } from './all/override-of-property.ts';
import { overrideOfType } from './all/override-of-type.ts';
import { paddedRoute } from './all/padded-route.ts';
import { physicalName } from './all/physical-name.ts';
import { redundantAttribute } from './all/redundant-attribute.ts';
import { referenceToConditional } from './all/reference-to-conditional.ts';
import { rejectedRuntime } from './all/rejected-runtime.ts';
import { reservedLogicalId } from './all/reserved-logical-id.ts';
import { reservedVariable } from './all/reserved-variable.ts';
import { resourceAndParameter } from './all/resource-and-parameter.ts';
import { resourcesNearQuota } from './all/resources-near-quota.ts';
import { responseNeverSent } from './all/response-never-sent.ts';
import { routeDiffersByCase } from './all/route-differs-by-case.ts';
import { sameKeyAttribute } from './all/same-key-attribute.ts';
import { scheduleWithoutFunction } from './all/schedule-without-function.ts';
import { secretDefault } from './all/secret-default.ts';
import { secretInEnvironment } from './all/secret-in-environment.ts';
import { sendBeforeConnected } from './all/send-before-connected.ts';
import { shadowingVariable } from './all/shadowing-variable.ts';
import { shortVisibilityTimeout } from './all/short-visibility-timeout.ts';
import { shortenedDescription } from './all/shortened-description.ts';
import { templateNeedsBucket } from './all/template-needs-bucket.ts';
import { templateTooLarge } from './all/template-too-large.ts';
import { timeoutOverGateway } from './all/timeout-over-gateway.ts';
import { tooManyCallers } from './all/too-many-callers.ts';
import { tooManyConnections } from './all/too-many-connections.ts';
import { tooManyParameters } from './all/too-many-parameters.ts';
import { tooManyProjectedAttributes } from './all/too-many-projected-attributes.ts';
import { tooManyResources } from './all/too-many-resources.ts';
import { tooManyRoutes } from './all/too-many-routes.ts';
import { unexpectedAccess } from './all/unexpected-access.ts';
import { ungrantedConnection } from './all/ungranted-connection.ts';
import { unknownAttribute } from './all/unknown-attribute.ts';
import { unknownFunction } from './all/unknown-function.ts';
import { unknownLogicalId } from './all/unknown-logical-id.ts';
import { unknownParameter } from './all/unknown-parameter.ts';
import { unknownProperty } from './all/unknown-property.ts';
import { unknownResource } from './all/unknown-resource.ts';
import { unknownResourceType } from './all/unknown-resource-type.ts';
import { unknownRuntime } from './all/unknown-runtime.ts';
import { unselectableRoute } from './all/unselectable-route.ts';
import { unusedFunction } from './all/unused-function.ts';
import { unusedOverlayEntry } from './all/unused-overlay-entry.ts';
import { unusedParameter } from './all/unused-parameter.ts';
import { unusedSuppression } from './all/unused-suppression.ts';
import { variableNameCollision } from './all/variable-name-collision.ts';
import { variableWithoutValue } from './all/variable-without-value.ts';
import { visibilityUnderTimeout } from './all/visibility-under-timeout.ts';
import { wildcardAction } from './all/wildcard-action.ts';
import { wrongType } from './all/wrong-type.ts';
import { yamlSyntax } from './all/yaml-syntax.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  aliasInOverlay,
  ambiguousText,
  authorizerWithoutConnect,
  circularDeadLetters,
  circularDependency,
  conflictingAttributeType,
  conflictingProperty,
  connectionNotAllowed,
  defaultNotAllowed,
  deprecatedRuntime,
  duplicateConnection,
  duplicateDomain,
  duplicateIdentitySource,
  duplicateIndex,
  duplicateKey,
  duplicateLayer,
  duplicateLogicalId,
  duplicatePhysicalName,
  duplicateRoute,
  emptyItem,
  endpointWithoutHandler,
  entryPointExtension,
  entryPointNotFound,
  entryPointTooLong,
  environmentTooLarge,
  fifoBatchSize,
  fifoName,
  forbiddenCharacter,
  functionsApart,
  iamWithAuthorizer,
  iamWithoutConnect,
  identitySourceWithoutAuthorizer,
  incompleteAddition,
  ineffectiveProperty,
  invalidFormat,
  invalidNameLength,
  invalidNameParameter,
  invalidOperationMode,
  invalidStageParameter,
  invalidTemplateValue,
  invalidValue,
  itemCount,
  jsonSyntax,
  logsNeedRole,
  malformedRoute,
  mergeKey,
  missingAccess,
  missingProperty,
  mixedDeadLetters,
  needsTransform,
  noDefaultRoute,
  noDisconnectRoute,
  noEndpoints,
  nonAlphanumericName,
  nothingToDeploy,
  outOfRange,
  overlappingNotifications,
  overlayOpens,
  overrideOfProperty,
  overrideOfType,
  paddedRoute,
  physicalName,
  redundantAttribute,
  referenceToConditional,
  rejectedRuntime,
  reservedLogicalId,
  reservedVariable,
  resourceAndParameter,
  resourcesNearQuota,
  responseNeverSent,
  routeDiffersByCase,
  sameKeyAttribute,
  scheduleWithoutFunction,
  secretDefault,
  secretInEnvironment,
  sendBeforeConnected,
  shadowingVariable,
  shortVisibilityTimeout,
  shortenedDescription,
  templateNeedsBucket,
  templateTooLarge,
  timeoutOverGateway,
  tooManyCallers,
  tooManyConnections,
  tooManyParameters,
  tooManyProjectedAttributes,
  tooManyResources,
  tooManyRoutes,
  unexpectedAccess,
  ungrantedConnection,
  unknownAttribute,
  unknownFunction,
  unknownLogicalId,
  unknownParameter,
  unknownProperty,
  unknownResource,
  unknownResourceType,
  unknownRuntime,
  unselectableRoute,
  unusedFunction,
  unusedOverlayEntry,
  unusedParameter,
  unusedSuppression,
  variableNameCollision,
  variableWithoutValue,
  visibilityUnderTimeout,
  wildcardAction,
  wrongType,
  yamlSyntax,
];
