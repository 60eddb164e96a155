"""One address for each kind of public page, in the content of the repository."""

PAGES = {
    "home": "/",
    "all releases": "/newsroom/",
    "second page of releases": "/newsroom/?page=2",
    "releases of a type": "/newsroom/national-media-release/",
    "a filtered list": "/newsroom/?q=cocaine&state=TX&from=2019",
    "a filter that cannot be read": "/newsroom/?from=31/02/2023&state=ZZ",
    "a filter that nothing meets": "/newsroom/?q=zzzzzz",
    "an empty list": "/newsroom/media-advisory/",
    "releases as data": "/newsroom/data/",
    "the archive": "/newsroom/archive/",
    "a year of the archive": "/newsroom/archive/2021/",
    "a month of the archive": "/newsroom/archive/2023/02/",
    "releases without a date": "/newsroom/archive/undated/",
    "a national release": (
        "/newsroom/national-media-release/cbp-proposes-efforts-to-strengthen-aviation-security/"
    ),
    "a Spanish release": (
        "/newsroom/local-media-release/"
        "patrulla-fronteriza-y-autoridades-policiacas-incautan-284-kilos-de-cocaina-en-aguadilla/"
    ),
    "contact": "/contact/",
    "headquarters": "/contact/headquarters/",
    "field offices": "/contact/field-operations-offices/",
    "ports": "/contact/ports/",
    "ports of a state": "/contact/ports/tx/",
    "deferred inspection": "/contact/deferred-inspection/",
    "press officers": "/contact/press-officers/",
    "service ports": "/contact/service-ports/",
    "sectors": "/contact/border-patrol-sectors/",
    "revenue division": "/contact/revenue-division/",
    "preclearance": "/contact/preclearance/",
    "a field office": "/contact/field-operations-offices/laredo-field-office/",
    "a port with everything": "/contact/ports/houlton-maine-0106/",
    "a port with little": "/contact/ports/amarillo-texas-5502/",
    "a renumbered port": "/contact/ports/allentown-bethlehem-pennsylvania-1181/",
    "a crossing": "/contact/ports/peace-bridge-buffalo-niagara-falls-new-york/",
    "a sector": "/contact/border-patrol-sectors/san-diego-sector/",
    "a station": "/contact/border-patrol-sectors/portal-station/",
    "a preclearance location": "/contact/preclearance/edmonton-alberta/",
    "a deferred inspection site": "/contact/deferred-inspection/newark-liberty-deferred-inspection/",
    "the press line": "/contact/press-officers/cbp-media-line/",
    "the information center": "/contact/headquarters/cbp-information-center/",
    "search": "/search/?q=laredo",
    "search without a result": "/search/?q=zzzzzz",
    "search before a word": "/search/",
}
