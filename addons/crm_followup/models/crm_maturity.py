from odoo import fields, models

from ..const import MATURITY_KINDS


class CrmMaturity(models.Model):
    """A grade of how near a prospect or customer is to buying: the one table a business tunes."""

    _name = "crm.maturity"
    _description = "Maturity Grade"
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="The short name shown in badges, such as A+ or D.")
    name = fields.Char(required=True, translate=True, help="What the grade means.")
    kind = fields.Selection(
        MATURITY_KINDS,
        required=True,
        default="open",
        help="Open: being worked on. Won: buys. Refused: said no. Invalid: cannot be reached or is no customer.",
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer(help="Colour of the badge.")
    probability = fields.Float(
        digits=(5, 2), help="Chance in percent that a record of this grade buys; weighs the expected sales."
    )
    followup_days = fields.Integer(
        string="Follow up every (days)",
        help="After a follow-up the next one is suggested this many days later. 0: none is suggested.",
    )
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a grade with this code already: choose another code.")
    _probability_percent = models.Constraint(
        "CHECK(probability >= 0 AND probability <= 100)", "A probability lies between 0 and 100 percent."
    )
    _followup_days_positive = models.Constraint(
        "CHECK(followup_days >= 0)", "The days between two follow-ups cannot be negative."
    )

    def _compute_display_name(self):
        for grade in self:
            grade.display_name = f"{grade.code} {grade.name}" if grade.code and grade.name else grade.code
