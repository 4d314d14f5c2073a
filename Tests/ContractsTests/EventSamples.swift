/// One event of each topic as it was once told. They are never edited: what is in an outbox today must be read tomorrow.
enum EventSamples {
    private static let summary = """
        {"id":"v1","channelId":"c1","chatId":"60123456701@c.us","phoneNumber":"+60123456701","name":"Ann","isGroup":false,
        "unreadCount":2,"lastMessage":{"id":"m1","direction":"in","type":"text","preview":"Hi","status":"received",
        "timestamp":"2026-01-01T00:00:00.000Z"},"tags":[{"id":"t1","name":"VIP","color":"red","order":1,"active":true}],
        "contact":{"id":"p1","name":"Ann","kind":"member","badge":{"status":"active","label":"Active"},"branch":"Kepong"},
        "note":"calls back","version":7,"updatedAt":"2026-01-01T00:00:01.000Z"}
        """

    private static let message = """
        {"id":"m1","conversationId":"v1","providerId":"false_60123456701@c.us_3EB0","direction":"out","type":"image",
        "body":"look","status":"delivered","timestamp":"2026-01-01T00:00:00.000Z","clientRef":"r1",
        "media":{"id":"f1","state":"ready","mimetype":"image/png","filename":"a.png","size":5},
        "sender":{"chatId":"60123456701@c.us","name":"Ann","phoneNumber":"+60123456701"},"quotedId":"3EAF","source":"api",
        "sentBy":"s1","campaign":{"campaignId":"k1","recipientId":"r1"},"uncertain":true,
        "error":{"code":"rejected","message":"No."}}
        """

    static let messageReceived = """
        {"channel":"c1","chat":"987654321@lid","chatPhone":"+60123456701","providerId":"false_987654321@lid_3EB0",
        "type":"image","body":"see this","timestamp":"2026-01-01T00:00:00.000Z",
        "sender":{"chatId":"987654321@lid","name":"Ann","phoneNumber":"+60123456701"},
        "media":{"id":"f1","url":"http://waha:3000/api/files/a.jpeg","mimetype":"image/jpeg"},"quotedId":"3EAF",
        "source":"app","backfilled":true}
        """
    static let messageReceivedWithContent = """
        {"channel":"c1","chat":"120363@g.us","providerId":"false_120363@g.us_3EB0_1@c.us","type":"buttons","body":"Come?",
        "timestamp":"2026-01-01T00:00:00.000Z","content":\(content)}
        """
    /// One of everything that a message may hold; none has all of it.
    private static let content = """
        {"location":{"latitude":3.1569,"longitude":-101.5,"name":"Gym","address":"Jalan 1","url":"https://x.example",
        "live":true},"contacts":[{"name":"Aida","phones":[{"number":"+60 1","whatsappId":"601","label":"CELL"}],
        "emails":["a@x.example"],"organization":"Gym"}],"poll":{"question":"Which?","options":[{"text":"A","votes":1,
        "voters":[{"fromMe":false,"chatId":"1@c.us","phoneNumber":"+1","name":"Ann"}]}],"multiple":true},
        "choices":{"title":"T","body":"B","footer":"F","button":"Open","options":[{"id":"1","text":"Yes",
        "description":"D","url":"https://x.example","phoneNumber":"+1","section":"S"}]},"choice":{"id":"1","text":"Yes",
        "description":"D","question":"m0"},"link":{"url":"https://x.example","title":"X","description":"D"},
        "call":{"video":true,"group":false,"outcome":"missed","seconds":3},"notice":{"kind":"joined","people":["1@c.us"],
        "text":"T","word":"add"},"event":{"name":"Run","description":"D","location":"Park",
        "startsAt":"2026-01-01T00:00:00.000Z","endsAt":"2026-01-01T01:00:00.000Z","link":"https://x.example",
        "canceled":true},"product":{"kind":"order","id":"o1","title":"Mat","description":"D","url":"https://x.example",
        "amount1000":99000,"currency":"MYR","items":2},"invite":{"group":"120363@g.us","name":"Yoga","code":"x",
        "expiresAt":"2026-01-01T00:00:00.000Z"},"album":{"images":2,"videos":1},"file":{"size":10,"seconds":3,"width":4,
        "height":5,"pages":6,"animated":true,"round":true,"viewOnce":true},"mentions":["1@c.us"],"forwarded":true,
        "quoted":{"messageId":"m0","direction":"in","sender":{"chatId":"1@c.us","name":"Ann"},"type":"image",
        "preview":"look"},"unsupported":"hologramMessage"}
        """
    static let messageAltered = """
        {"channel":"c1","chat":"1@c.us","target":"3EB0","kind":"vote","by":{"fromMe":true,"staff":"s1"},"text":"x",
        "options":["A"],"at":"2026-01-01T00:00:00.000Z"}
        """
    static let gestureSettled = """
        {"channel":"c1","gesture":"g1","error":{"code":"provider_error","message":"No."},"at":"2026-01-01T00:00:00.000Z"}
        """
    static let gestureToSend = """
        {"messageId":"g1","channel":"c1","chat":"1@c.us","content":{"type":"reaction","text":"👍",
        "gesture":{"kind":"reaction","target":"false_1@c.us_3EB0"}},"priority":0,"at":"2026-01-01T00:00:00.000Z"}
        """
    static let contentToSend = """
        {"messageId":"m1","channel":"c1","chat":"1@c.us","content":{"type":"location","text":"Gym","quotedId":"3EB0",
        "quotedFullId":"true_1@c.us_3EB0","linkPreview":false,"content":{"location":{"latitude":1,"longitude":2}}},
        "priority":0,"at":"2026-01-01T00:00:00.000Z"}
        """
    static let messageChangedAltered = """
        {"message":{"id":"m1","conversationId":"v1","direction":"in","type":"poll","body":"Which?","status":"received",
        "timestamp":"2026-01-01T00:00:00.000Z","content":\(content),"reactions":[{"emoji":"👍","count":1,
        "senders":[{"fromMe":true}]}],"editedAt":"2026-01-01T00:00:01.000Z","revokedAt":"2026-01-01T00:00:02.000Z",
        "ai":{"processed":true,"response":"Yes.","appointmentCreated":false}}}
        """
    static let deliveryReported = """
        {"channel":"c1","messageId":"m1","providerId":"true_60123456701@c.us_3EB0","bareId":"3EB0","fromMe":true,
        "status":"sent","uncertain":false,"at":"2026-01-01T00:00:00.000Z"}
        """
    static let messageToSend = """
        {"messageId":"m1","channel":"c1","chat":"60123456701@c.us","content":{"type":"text","text":"Hi"},"priority":2,
        "campaign":{"campaignId":"k1","recipientId":"r1"},"at":"2026-01-01T00:00:00.000Z"}
        """
    static let messageAdded = "{\"message\":\(message),\"conversation\":\(summary)}"
    static let messageChanged = "{\"message\":\(message)}"
    static let messageChangedInBranch = "{\"message\":\(message),\"branch\":\"Kepong\"}"
    static let conversationChanged = "{\"conversation\":\(summary)}"
    static let conversationJoined = "{\"joined\":\"v0\",\"conversation\":\(summary)}"
    static let tagsChanged =
        #"{"tags":[{"id":"t1","name":"VIP","description":"d","color":"red","order":1,"active":true}]}"#
    static let conversationRead = #"{"channel":"c1","chat":"60123456701@c.us"}"#
    static let contactChanged = """
        {"contact":{"id":"p1","name":"Ann","kind":"lead","badge":{"status":"lead","label":"New"}},
        "identifiers":[{"kind":"phone","value":"+60123456701"},{"kind":"lid","value":"987654321@lid"}],"version":3}
        """
    static let contactSplit = """
        {"contact":{"id":"p1","name":"Ann","kind":"lead","badge":{"status":"lead","label":"New"},"leadStatus":"New"},
        "identifiers":[{"kind":"phone","value":"+60123456701"}],"identifierMoves":[2],"version":4}
        """
    static let lidResolved = #"{"pair":{"lid":"987654321@lid","phoneNumber":"+60123456701"}}"#
    static let campaignChanged = """
        {"campaign":{"id":"k1","name":"June","channel":"c1","text":"Hi {name}","status":"running","counts":{"total":10,
        "waiting":1,"queued":2,"sent":3,"delivered":1,"read":1,"failed":1,"uncertain":1,"skipped":0},
        "createdAt":"2026-01-01T00:00:00.000Z","startedAt":"2026-01-01T00:00:00.000Z","version":2}}
        """
    static let mediaChanged = """
        {"media":{"id":"f1","state":"failed","mimetype":"image/png","filename":"a.png","size":5,
        "sha256":"00ff","error":"gone"}}
        """
    static let sessionHealthChanged = """
        {"channel":"c1","session":"default","health":"deaf","previous":"well","at":"2026-01-01T00:00:00.000Z"}
        """
    static let datedMediaChanged = """
        {"media":{"id":"f1","state":"ready","mimetype":"image/png","size":5,"sha256":"00ff",
        "createdAt":"2026-01-01T00:00:00.000Z"}}
        """
    static let channelChanged = #"{"channel":"c1","name":"Front desk","removed":false,"version":3}"#
    static let staffChanged = """
        {"staff":{"id":"s1","name":"Mei","email":"mei@gym.example","branch":"Kepong","active":true,"version":2}}
        """
    static let sessionChanged = """
        {"channel":"c1","session":"default","status":"SOMETHING_NEW","at":"2026-01-01T00:00:00.000Z"}
        """
}

extension EventSamples {
    /// A conversation with all that was added to it since.
    static let workedConversationChanged = """
        {"conversation":{"id":"v1","channelId":"c1","chatId":"60123456701@c.us","isGroup":false,"unreadCount":0,"tags":[],
        "pictureUrl":"/api/contacts/p1/picture","contact":{"id":"p1","name":"Ann","kind":"member",
        "badge":{"status":"active","label":"Active"},"branch":"Kepong","leadStatus":"Converted"},"version":7,"updatedAt":"2026-01-01T00:00:01.000Z","status":"ended",
        "endedAt":"2026-01-01T00:00:01.000Z","assignee":{"id":"s1","name":"Mei"},"control":{"holder":"staff",
        "staff":{"id":"s1","name":"Mei"},"since":"2026-01-01T00:00:01.000Z","requestedBy":{"id":"s2","name":"Raj"}},
        "workVersion":3}}
        """
}

extension EventSamples {
    static let notificationAdded = """
        {"staff":"s1","notification":{"id":"n1","kind":"new_message","title":"2 unread messages from Ann",
        "conversation":{"id":"v1","name":"Ann","isGroup":false,"preview":"Hi"},"by":{"id":"s2","name":"Raj"},"count":2,
        "at":"2026-01-01T00:00:01.000Z","readAt":"2026-01-01T00:00:02.000Z"},"isNew":false}
        """
    static let sessionNotificationAdded = """
        {"staff":"s1","notification":{"id":"n2","kind":"session_trouble","title":"Front desk: messages do not travel",
        "channel":{"id":"c1","name":"Front desk","state":"FAILED"},"count":1,"at":"2026-01-01T00:00:01.000Z"},
        "isNew":true}
        """
    static let notificationsRead = #"{"staff":"s1","ids":["n1"],"unread":3}"#
    static let notificationsReadWithTheirConversation = #"{"staff":"s1","ids":["n1","n2"]}"#
    static let namedSessionChanged = """
        {"channel":"c1","session":"default","status":"WORKING","at":"2026-01-01T00:00:00.000Z","previous":"STARTING",
        "notify":true,"name":"Front desk"}
        """
    static let managerChanged = """
        {"staff":{"id":"s1","name":"Mei","email":"mei@gym.example","active":true,"version":3,"viewsChats":true,
        "writesChats":true,"managesChannels":true}}
        """
}
