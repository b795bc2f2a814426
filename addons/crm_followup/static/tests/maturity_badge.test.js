import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Grade extends models.Model {
    _name = "crm.maturity";
    name = fields.Char();
    _records = [
        { id: 1, name: "B+ Key person intends to buy" },
        { id: 2, name: "E Refused" },
    ];
}

class Prospect extends models.Model {
    _name = "crm.lead";
    maturity_id = fields.Many2one({ relation: "crm.maturity" });
    maturity_color = fields.Integer();
    _records = [
        { id: 1, maturity_id: 1, maturity_color: 4 },
        { id: 2, maturity_id: 2, maturity_color: 1 },
        { id: 3, maturity_id: false, maturity_color: 0 },
    ];
    _views = {
        list: `<list><field name="maturity_id" widget="maturity_badge"/></list>`,
        form: `<form><field name="maturity_id" widget="maturity_badge"/></form>`,
    };
}

defineMailModels();
defineModels([Grade, Prospect]);

test("a list shows the code in the grade's colour, its meaning as title, and nothing without a grade", async () => {
    await mountView({ type: "list", resModel: "crm.lead" });
    expect(queryAllTexts(".o_maturity_badge")).toEqual(["B+", "E"]);
    expect(queryFirst(".o_maturity_badge")).toHaveClass("o_tag_color_4");
    expect(queryFirst(".o_maturity_badge")).toHaveAttribute("title", "B+ Key person intends to buy");
});

test("a form shows the badge beside the field in which the grade is chosen", async () => {
    await mountView({ type: "form", resModel: "crm.lead", resId: 2 });
    expect(queryAllTexts(".o_maturity_badge")).toEqual(["E"]);
    expect(".o_field_maturity_badge input").toHaveValue("E Refused");
});
