import "element-plus/es/components/popover/style/css.mjs";
export { ElPopover } from "element-plus/es/components/popover/index.mjs";
