import Store

/// The statements of `media.sql`.
enum MediaQuery: String, StatementName {
    case expect
    case add
    case put
    case arrived
    case lost
    case show
    case origin
    case planFetch = "plan-fetch"
    case dueFetches = "due-fetches"
    case claimFetch = "claim-fetch"
    case postponeFetch = "postpone-fetch"
    case nextFetch = "next-fetch"
    case endFetch = "end-fetch"
    case revive
    case derived
    case derive

    static let file = StatementFile(PackageResources.media_sql)
}
