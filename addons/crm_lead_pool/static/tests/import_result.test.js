import { BaseImportModel } from "@base_import/import_model";
import { expect, test } from "@odoo/hoot";
import { makeMockEnv, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { Component, xml } from "@odoo/owl";

/** The import model uses services as hooks, so it has to be made inside a component. */
async function makeModel(answer) {
    const shown = [];
    let model;
    const env = await makeMockEnv();
    class Parent extends Component {
        static template = xml`<div/>`;
        static props = ["*"];
        setup() {
            model = new BaseImportModel({ env, context: {}, orm: { silent: { call: async () => answer } } });
            model.notificationService = {
                add: (message, options) => {
                    shown.push({ message, options });
                    return () => expect.step("closed");
                },
            };
        }
    }
    await mountWithCleanup(Parent, { env });
    return { model, shown, env };
}

test("refused rows are announced with a way to the report", async () => {
    const action = { type: "ir.actions.act_window", res_model: "crm.import.report", res_id: 7 };
    const { model, shown } = await makeModel({
        ids: [1],
        messages: [],
        import_report: { message: "1 of 2 rows imported, 1 refused.", action },
    });
    model.env = { services: { action: { doAction: (opened) => expect.step(`open ${opened.res_id}`) } } };
    await model._callImport(false, []);
    expect(shown.length).toBe(1);
    expect(shown[0].message).toBe("1 of 2 rows imported, 1 refused.");
    expect(shown[0].options.sticky).toBe(true);
    shown[0].options.buttons[0].onClick();
    expect.verifySteps(["open 7", "closed"]);
});

test("a clean import and an error are shown as Odoo shows them", async () => {
    const clean = await makeModel({ ids: [1, 2], messages: [] });
    expect(await clean.model._callImport(false, [])).toEqual({ ids: [1, 2], messages: [] });
    expect(clean.shown).toEqual([]);
});
