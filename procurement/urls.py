"""Every address, grouped by path. Swedish words, since users read them."""

from django.urls import path

from .views import (
    accounts,
    clauses,
    costs,
    documents,
    editions,
    health,
    house,
    inspections,
    library,
    look,
    lots,
    pages,
    procurements,
    releases,
    returned,
    review,
    scenario,
    seams,
    sharing,
    steps,
    versions,
    why,
)

urlpatterns = [
    # /
    path("", pages.start, name="start"),
    # /varfor-oppen-kod/ /tillganglighet/
    path("varfor-oppen-kod/", pages.why, name="why"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    # /bibliotek/
    path("bibliotek/", library.library, name="library"),
    path("bibliotek/lagrum/", library.law, name="law"),
    path("bibliotek/bibliotek.json", library.as_json, name="library_json"),
    path("bibliotek/bibliotek.zip", library.as_files, name="library_files"),
    path("bibliotek/<slug:clause_id>/", library.clause, name="clause"),
    # /halsa/
    path("halsa/", health.health, name="health"),
    # /kom-igang/
    path("kom-igang/", accounts.set_up, name="set_up"),
    # /logga-in/ /logga-ut/ /losenord/
    path("logga-in/", accounts.Login.as_view(), name="login"),
    path("logga-ut/", accounts.log_out, name="logout"),
    path("losenord/", accounts.password, name="password"),
    # /myndighet/
    path("myndighet/", accounts.members, name="authority"),
    path("myndighet/<int:member_id>/losenord/", accounts.renew_password, name="renew_password"),
    path("myndighet/<int:member_id>/ta-bort/", accounts.remove_member, name="remove_member"),
    # /myndighet/klausuler/
    path("myndighet/klausuler/", house.own_clauses, name="own_clauses"),
    path("myndighet/klausuler/<int:authority_id>/", house.authority_clauses, name="authority_clauses"),
    path("myndighet/klausuler/<int:authority_id>/ny/", house.new_authority_clause, name="new_authority_clause"),
    path(
        "myndighet/klausuler/<int:authority_id>/<slug:clause_id>/",
        house.one_authority_clause,
        name="authority_clause",
    ),
    # /myndighet/utseende/
    path("myndighet/utseende/", look.own_look, name="own_look"),
    path("myndighet/utseende/<int:authority_id>/", look.authority_look, name="authority_look"),
    # /utseende/
    path("utseende/<str:accent>.css", look.accent_style, name="accent_style"),
    # /upphandlingar/
    path("upphandlingar/", procurements.procurements, name="procurements"),
    path("upphandlingar/ny/", procurements.start_procurement, name="start_procurement"),
    path("upphandlingar/fran-fil/", procurements.start_from_file, name="start_from_file"),
    # /upphandlingar/<id>/
    path("upphandlingar/<uuid:id>/", procurements.overview, name="overview"),
    path("upphandlingar/<uuid:id>/historik/", procurements.history, name="history"),
    path("upphandlingar/<uuid:id>/svar.json", procurements.answers_file, name="answers_file"),
    path("upphandlingar/<uuid:id>/ocds.json", documents.open_data, name="open_data"),
    path("upphandlingar/<uuid:id>/ta-bort/", procurements.delete_procurement, name="delete_procurement"),
    path("upphandlingar/<uuid:id>/angra/", procurements.restore_procurement, name="restore_procurement"),
    # /upphandlingar/<id>/steg/<step>/
    path("upphandlingar/<uuid:id>/steg/<slug:step>/", steps.step, name="step"),
    path("upphandlingar/<uuid:id>/steg/<slug:step>/leder-till/", steps.leads_to, name="leads_to"),
    # /upphandlingar/<id>/klausuler/ …/delkontrakt/ …/kostnader/ …/granska/
    path("upphandlingar/<uuid:id>/klausuler/", clauses.clauses, name="clauses"),
    path("upphandlingar/<uuid:id>/klausuler/<slug:clause_id>/", clauses.clause, name="chosen_clause"),
    path("upphandlingar/<uuid:id>/bibliotek/", releases.library_news, name="library_news"),
    path("upphandlingar/<uuid:id>/delkontrakt/", lots.lots, name="lots"),
    path("upphandlingar/<uuid:id>/delkontrakt/andelar/", seams.seams, name="seams"),
    path("upphandlingar/<uuid:id>/kostnader/", costs.costs, name="costs"),
    path("upphandlingar/<uuid:id>/delkontrakt/tak/", scenario.scenario, name="scenario"),
    path("upphandlingar/<uuid:id>/granska/", review.review, name="review"),
    # /upphandlingar/<id>/dokument/
    path("upphandlingar/<uuid:id>/dokument/", documents.documents, name="documents"),
    path("upphandlingar/<uuid:id>/dokument/alla.zip", documents.all_documents, name="all_documents"),
    path("upphandlingar/<uuid:id>/dokument/alla-format.zip", documents.all_formats, name="all_documents_formats"),
    path("upphandlingar/<uuid:id>/dokument/delkontrakt/<int:lot>/", documents.documents, name="lot_documents"),
    path(
        "upphandlingar/<uuid:id>/dokument/delkontrakt/<int:lot>/alla.zip",
        documents.all_documents,
        name="all_lot_documents",
    ),
    path(
        "upphandlingar/<uuid:id>/dokument/delkontrakt/<int:lot>/alla-format.zip",
        documents.all_formats,
        name="all_lot_documents_formats",
    ),
    path(
        "upphandlingar/<uuid:id>/dokument/delkontrakt/<int:lot>/<slug:document>/",
        documents.document,
        name="lot_document",
    ),
    path(
        "upphandlingar/<uuid:id>/dokument/delkontrakt/<int:lot>/<slug:document>/<slug:format>/",
        documents.document_file,
        name="lot_document_file",
    ),
    path("upphandlingar/<uuid:id>/dokument/<slug:document>/", documents.document, name="document"),
    path("upphandlingar/<uuid:id>/dokument/<slug:document>/varfor/", why.document_why, name="document_why"),
    path(
        "upphandlingar/<uuid:id>/dokument/<slug:document>/<slug:format>/",
        documents.document_file,
        name="document_file",
    ),
    # /upphandlingar/<id>/jamfor/
    path("upphandlingar/<uuid:id>/jamfor/", versions.compare, name="compare"),
    path("upphandlingar/<uuid:id>/jamfor/<slug:document>.docx", versions.redlined, name="redlined"),
    # /upphandlingar/<id>/fran-word/
    path("upphandlingar/<uuid:id>/fran-word/", returned.returned_files, name="returned_files"),
    path("upphandlingar/<uuid:id>/fran-word/<uuid:file_id>/", returned.returned_file, name="returned_file"),
    # /upphandlingar/<id>/utgavor/
    path("upphandlingar/<uuid:id>/utgavor/", editions.editions, name="editions"),
    path("upphandlingar/<uuid:id>/utgavor/faststall/", editions.issue_edition, name="issue_edition"),
    path("upphandlingar/<uuid:id>/utgavor/<int:number>/", editions.edition, name="edition"),
    path("upphandlingar/<uuid:id>/utgavor/<int:number>/<slug:pack>.zip", editions.edition_pack, name="edition_pack"),
    path("upphandlingar/<uuid:id>/utgavor/<int:number>/filer/<str:name>", editions.edition_file, name="edition_file"),
    # /upphandlingar/<id>/dela/
    path("upphandlingar/<uuid:id>/dela/", sharing.links, name="share"),
    path("upphandlingar/<uuid:id>/dela/<int:link_id>/aterkalla/", sharing.revoke_link, name="revoke_link"),
    # /besiktning/
    path("besiktning/", inspections.inspections, name="inspections"),
    path("besiktning/<uuid:inspection_id>/", inspections.inspection, name="inspection"),
    path("besiktning/<uuid:inspection_id>/svar.yaml", inspections.answers_file, name="inspection_answers"),
    path("besiktning/<uuid:inspection_id>/starta/", inspections.start_procurement, name="start_from_inspection"),
    path("besiktning/<uuid:inspection_id>/ta-bort/", inspections.delete_inspection, name="delete_inspection"),
    # /d/<token>/
    path("d/<str:token>/", sharing.enter, name="shared"),
]
