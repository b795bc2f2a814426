{
    "name": "Field CRM: development assets",
    "version": "19.0.1.0.0",
    "summary": "For development with Debian's package of Odoo, which lacks a library that Discuss names",
    "author": "Field CRM contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["mail"],
    "assets": {
        # Blurs the background in video calls. Unless removed, every page logs an error and every browser test fails.
        "web.assets_backend": [("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js")],
    },
    "auto_install": True,
}
