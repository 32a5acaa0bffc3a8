"""GraphQL documents of the scenarios, for Guichet and for PostGraphile."""

NODE = "id number kind status eventDate"
INVOICE = "id number period { start end } amount { amount currency } dueDate status"
DOCUMENTS = "documents { id name size mediaType }"
CLAIM = f"{NODE} insured {{ firstName lastName }} {DOCUMENTS}"
DASHBOARD = f"""{{
  company {{ name uid managers {{ kind name email phone }} }}
  claims(first: 50) {{ edges {{ node {{ {CLAIM} }} }} }}
  invoices(first: 12) {{ edges {{ node {{ {INVOICE} }} }} }}
}}"""
UPLOAD = """mutation ($claimId: ID!, $files: [Upload!]!) {
  uploadDocuments(claimId: $claimId, files: $files) { documents { id } errors { code } } }"""
PEER_CLAIM = """rowId number kind status eventDate insuredFirstName insuredLastName
  documentsList(orderBy: [UPLOADED_AT_ASC, PRIMARY_KEY_ASC]) { rowId name size mediaType }"""
PEER_MANAGER = "{ kind name email phone }"
PEER_DASHBOARD = f"""{{
  allCompaniesList(first: 1) {{ name uid contractManager {PEER_MANAGER} healthManager {PEER_MANAGER} }}
  allClaimsList(first: 50, orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC]) {{ {PEER_CLAIM} }}
  allInvoicesList(first: 12, orderBy: [PERIOD_START_DESC, PRIMARY_KEY_DESC]) {{
    rowId number periodStart periodEnd amount dueDate status }}
}}"""
PEER_FLAT = "{ allClaimsList(first: 100, orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC]) { rowId number kind status eventDate } }"
