import "element-plus/es/components/dropdown/style/css.mjs";
import "element-plus/es/components/dropdown-menu/style/css.mjs";
import "element-plus/es/components/dropdown-item/style/css.mjs";
export { ElDropdown, ElDropdownMenu, ElDropdownItem } from "element-plus/es/components/dropdown/index.mjs";
