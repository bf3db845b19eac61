/** Lowest Node that the packages support, as in every package.json's `engines`. */
const LOWEST = [20, 19];

/**
 * Says why this Node is too old. Kept to a syntax that old Nodes read, or they would fail before they could tell.
 *
 * @param {string} version as `process.versions.node`
 * @returns {string | undefined} undefined when it is new enough
 */
export function nodeTooOld(version) {
  const parts = version.split(".").map(Number);
  if (parts[0] > LOWEST[0] || (parts[0] === LOWEST[0] && parts[1] >= LOWEST[1])) return undefined;
  return `Node ${LOWEST.join(".")} or newer is needed; this is Node ${version} (${process.execPath}).`;
}
