import Contracts
import JSON

/// A session as WAHA describes it.
struct WAHASession: Sendable {
    let name: String
    /// `WORKING`, `SCAN_QR_CODE`, …; a word that we do not know is taken as it is.
    let status: String
    let engine: WAHAEngine?
    let me: Me?
    /// When WAHA last saw something happen in it.
    let activity: Timestamp?
    /// Everything that it is configured with.
    let config: JSONValue

    /// The account that is signed in.
    struct Me: Hashable, Sendable {
        let id: ChatID?
        let lid: ChatID?
        let name: String?

        init?(_ json: JSONValue) {
            guard json.isObject else { return nil }
            id = json["id"].string.flatMap { try? ChatID($0) }
            lid = json["lid"].string.flatMap { try? ChatID($0) }
            name = json["pushName"].string
        }
    }

    init?(_ json: JSONValue) {
        guard let name = json["name"].string, let status = json["status"].string else { return nil }
        self.name = name
        self.status = status
        engine = (json["engine"]["engine"].string ?? json["engine"].string).flatMap(WAHAEngine.init)
        me = Me(json["me"])
        activity = WAHATime.read(json["timestamps"]["activity"])
        config = json["config"]
    }
}

/// What drives WhatsApp inside WAHA. WPP and engines to come are treated like WEBJS, which promises least.
enum WAHAEngine: String, Codable, CaseIterable, Sendable {
    case webjs = "WEBJS"
    case noweb = "NOWEB"
    case gows = "GOWS"
    case wpp = "WPP"

    /// Whether it sends text under an id that it was given.
    var takesMessageIDs: Bool { self == .noweb || self == .gows }
    /// Whether its history can be read over all chats at once.
    var listsAcrossChats: Bool { self == .noweb || self == .gows }
}
