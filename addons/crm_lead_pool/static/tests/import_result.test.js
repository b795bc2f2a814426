import { BaseImportModel } from "@base_import/import_model";
import { expect, test } from "@odoo/hoot";

/** The import model makes its services in a component; the method under test needs only what is given here. */
function makeModel(answer) {
    return Object.assign(Object.create(BaseImportModel.prototype), {
        importOptionsValues: {},
        fieldsToHandle: {},
        context: {},
        orm: { silent: { call: async () => answer } },
        env: { services: { action: { doAction: (action) => expect.step(`open ${action.res_id}`) } } },
        notificationService: {
            add(message, options) {
                expect.step(`${options.type}: ${message}`);
                expect(options.sticky).toBe(true);
                makeModel.buttons = options.buttons;
                return () => expect.step("closed");
            },
        },
    });
}

test("refused rows are announced with a way to the report", async () => {
    const action = { type: "ir.actions.act_window", res_model: "crm.import.report", res_id: 7 };
    const model = makeModel({
        ids: [1],
        messages: [],
        import_report: { message: "1 of 2 rows imported, 1 refused.", action },
    });
    await model._callImport(false, []);
    expect.verifySteps(["warning: 1 of 2 rows imported, 1 refused."]);
    makeModel.buttons[0].onClick();
    expect.verifySteps(["open 7", "closed"]);
});

test("a clean import is shown as Odoo shows it", async () => {
    const answer = { ids: [1, 2], messages: [] };
    expect(await makeModel(answer)._callImport(false, [])).toEqual(answer);
    expect.verifySteps([]);
});

test("an error of the server is passed on", async () => {
    const model = makeModel();
    const error = new Error("lost connection");
    model.orm.silent.call = async () => {
        throw error;
    };
    expect((await model._callImport(false, [])).error).toBe(error);
});
