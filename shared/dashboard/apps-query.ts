/** What the page of connected apps asks first, so that the Worker can put the answer into the page. Pure. */

/** Of so many days, today included, the list shows each app's requests. */
export const APP_USAGE_DAYS = 14;

/** As the page's own request has it, in the same order. */
export const OWN_APPS_REQUEST = `/v1/connected-apps?owner=me&usage_days=${APP_USAGE_DAYS}&limit=100`;
