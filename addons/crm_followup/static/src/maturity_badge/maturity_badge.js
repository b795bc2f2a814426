import { registry } from "@web/core/registry";
import { many2OneField, Many2OneField } from "@web/views/fields/many2one/many2one_field";

/**
 * The grade as a coloured badge. While it can be edited it is an ordinary many2one; elsewhere only the code shows, which
 * is what fits into a list, with the meaning as its title.
 */
export class MaturityBadgeField extends Many2OneField {
    static template = "crm_followup.MaturityBadgeField";

    get grade() {
        const value = this.props.record.data[this.props.name];
        return value && value.display_name ? value : null;
    }

    get code() {
        return this.grade.display_name.split(" ")[0];
    }

    get badgeClass() {
        return `o_maturity_badge o_tag badge rounded-pill o_tag_color_${this.props.record.data.maturity_color || 0}`;
    }
}

registry.category("fields").add("maturity_badge", {
    ...many2OneField,
    component: MaturityBadgeField,
    fieldDependencies: [{ name: "maturity_color", type: "integer", readonly: true }],
});
