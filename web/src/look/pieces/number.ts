import "element-plus/es/components/input-number/style/css.mjs";
export { ElInputNumber } from "element-plus/es/components/input-number/index.mjs";
