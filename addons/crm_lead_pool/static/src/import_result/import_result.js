import { BaseImportModel } from "@base_import/import_model";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/**
 * The server stores the good rows of a file of prospects and keeps the bad ones in a report. Odoo's import screen knows
 * "all" or "nothing" only: the answer says where the report is, and the user gets a message that stays until he has read
 * it, with a way to the report.
 */
patch(BaseImportModel.prototype, {
    async _callImport(dryrun, args) {
        const result = await super._callImport(dryrun, args);
        const report = result && result.import_report;
        if (report) {
            const close = this.notificationService.add(report.message, {
                title: _t("Some rows were refused"),
                type: "warning",
                sticky: true,
                buttons: [
                    {
                        name: _t("Open the import report"),
                        primary: true,
                        onClick: () => {
                            this.env.services.action.doAction(report.action);
                            close();
                        },
                    },
                ],
            });
        }
        return result;
    },
});
