// Weeks begin on Monday in both languages: the English of the pages is en-GB where the reader's browser names no other (times.ts).
import "dayjs/locale/en-gb";
import "dayjs/locale/zh-cn";
import "element-plus/es/components/date-picker/style/css.mjs";
export { ElDatePicker } from "element-plus/es/components/date-picker/index.mjs";
