# 管理者用の画面。core.ftl とは別に、画面と一緒に取得されます。
# 人、グループ、ロール、割り当ての名前は、できるだけメッセージの外に置きます。

## 枠

console-sign-in-title = サインインして管理する
console-sign-in-lead = 権限のあるアカウントでサインインしてください。
access = アクセス権
settings = 設定
save = 保存
saved = 保存しました。
edit = 編集
remove = 削除
removed = 削除しました。

## アクセス権：ロール

access-lead = 誰が誰をサポートでき、誰が管理できるかを決めます。変更は、進行中のセッションも含めてすぐに有効になります。
roles = ロール
roles-lead = ロールはアクセス許可の集まりです。割り当てるまでは誰のものでもありません。
new-role = 新しいロール
role-new = 新しいロール
role-edit = ロールの編集
built-in = 組み込み
role-permissions =
    { $count ->
        [0] アクセス許可なし
       *[other] アクセス許可 { $count } 件
    }
role-help-desk-operator = ヘルプ デスク オペレーター
    .about = サポートに関するすべてと、デバイスの表示。
role-school-administrator = 学校管理者
    .about = 無人のデバイスを除く、サポートに関するすべてと、デバイスの表示。
role-administrator = 管理者
    .about = この画面のすべて。これだけでは誰もサポートできません。
name = 名前
name-hint = 呼び名です。128 文字まで。
description = 説明
description-hint = 名前だけでは分からない場合の用途。
wrong-name = ロールには、ほかのロールと重ならない 128 文字以内の名前が必要です。
wrong-description = 説明は 1 行、1,000 文字以内です。
tiers = テンプレート
tiers-hint = ヘルプ デスクの一般的な階層です。サポートに関するアクセス許可を設定し、そのほかは変えません。
tier-one = 階層 1：表示のみ
tier-two = 階層 2：操作も可
tier-three = 階層 3：無人も可
permission-whole = { $group }: { $permission }
group-remote-help = リモート ヘルプ
group-remote-tasks = リモート タスク
group-connector = リモート アシスタンス コネクタ
group-devices = マネージド デバイス
group-audit = 監査データ
group-organization = 組織
group-roles = ロール
permission-view-screen = 画面の表示
    .about = サポートに必要です。
permission-take-full-control = フル コントロール
    .about = ここでは何も許可しません。Web 版リモート ヘルプは表示専用です。
permission-elevation = 昇格
    .about = ここでは何も許可しません。Web 版リモート ヘルプは表示専用です。
permission-unattended = 無人
    .about = ここでは何も許可しません。Web 版リモート ヘルプは表示専用です。
permission-offer-remote-assistance = リモート アシスタンスの提供
    .about = サポートに必要です。
permission-connector-read = 読み取り
    .about = サポートに必要です。
permission-devices-read = 読み取り
    .about = デバイス、人、およびそのグループを見ることができます。
permission-devices-update = 更新
    .about = デバイス、人、およびそのグループを変更できます。
permission-audit-read = 読み取り
    .about = 監査ログとセッションのレポートを見ることができます。
permission-sessions = セッション
    .about = 進行中のセッションを見て、終了できます。
permission-organization-update = 更新
    .about = 設定を変更でき、Remote Help を停止できます。
permission-roles-update = 更新
    .about = ロールと割り当てを変更できます。この許可があれば、自分にほかのすべてを与えられます。
helps-too-little = これだけではサポートできません。このロールまたは別のロールで、次も必要です。

## アクセス権：割り当て

assignments = 割り当て
assignments-lead = 割り当ては、人やグループにロールを与え、サポートできる相手を決めます。
no-assignments = 割り当てはまだありません。
new-assignment = 新しい割り当て
assignment-new = 新しい割り当て
assignment-edit = 割り当ての編集
assignment-name-hint = 用途です。128 文字まで。
configured = 構成ファイルより
configured-helpers = 構成ファイルの担当者
configured-administrators = 構成ファイルの管理者
role = ロール
role-choose = ロールを選択
members = メンバー
members-hint = ロールを持つ人：次の人と、次のグループの全員。
members-emails = メール アドレス
members-subjects = サブジェクト
members-subjects-hint = サインイン サービスでの ID：「sub」、Entra ID では「oid」。1 行に 1 つ。
members-groups = グループ
groups-hint = 構成ファイルの「identity.groups」にある、グループのクレームの値。1 行に 1 つ。
one-a-line = 1 行に 1 つ。
member-email = メール
member-subject = サブジェクト
member-claim = グループ
member-directory = ディレクトリ
more-names =
    { $count ->
       *[other] ほか { $count } 件
    }
sharers = サポートできる相手
sharers-all = 全員
sharers-groups = 次のグループの人
sharers-nothing = 人では決めない
sharer-groups-label = 人のグループ
devices = 対象のデバイス
devices-all = 登録済みのすべてのデバイス
devices-groups = 次のグループのデバイス
devices-nothing = デバイスでは決めない
device-groups-label = デバイスのグループ
scope-sharers = サポートできる相手
scope-devices = 対象のデバイス
scope-devices-hint = 登録されていないデバイスは、デバイスで決めない場合にだけ対象になります。人とデバイスの両方を選ぶと、両方に当てはまる必要があります。
wrong-assignment-name = 割り当てには 128 文字以内の名前が必要です。
wrong-role = 存在するロールを選んでください。
wrong-members = 人またはグループを 1 つ以上指定してください。名前は 512 文字まで、一覧は 1,000 件までです。
wrong-scope = 人、デバイス、またはその両方を選んでください。グループを選ぶ場合は 1 つ以上指定してください。

## アクセス権：削除

remove-role-title = ロール { $name } を削除しますか？
remove-role-body = どの割り当てでも使われていなければ削除できます。
remove-assignment-title = 割り当て { $name } を削除しますか？
remove-assignment-body = この割り当てだけでサポートしていた人は権限を失い、セッションはすぐに終了します。

## アクセス権：理由

why = この人はあの人をサポートできますか？
why-lead = サインインしたことのある人が対象です。それぞれの割り当ての結果を示します。
why-helper = サポートする人
why-sharer = サポートを受ける人
why-hint = メール アドレスまたはサブジェクト。
why-ask = 調べる
why-yes = はい、この人はサポートできます。
why-unknown = どちらかがここにサインインしたことがないか、別の名前になっています。
refused-no-role = いいえ：この人を担当者にする割り当てがありません。
refused-missing = いいえ：このセッションに当てはまる割り当てでは足りません。次も必要です。
refused-sharer = いいえ：この人がサポートできる相手に、その人は含まれていません。
refused-unenrolled = いいえ：残りはデバイスによる割り当てだけで、このデバイスは登録されていません。
refused-device = いいえ：デバイスがどのグループにも含まれていません。
why-considered = 確認した割り当て
verdict-covers = このセッションに当てはまります。
verdict-covers-nothing = 当てはまりますが、サポートのためのロールではありません。
verdict-not-a-member = サポートする人はメンバーではありません。
verdict-sharer = サポートを受ける人がどのグループにも含まれていません。
verdict-unenrolled = デバイスで決める割り当てですが、デバイスは登録されていません。
verdict-device = デバイスがどのグループにも含まれていません。
verdict-empty = 誰にも当てはまりません。

## 設定

settings-lead = 構成ファイルの代わりに、新しいセッションからすぐに有効になります。取り消すまで続きます。
section-features = 機能
section-devices = デバイス
section-sessions = コードとセッション
section-sign-in = サインイン
section-strength = サインインに求める強さ
section-audit = 保存
setting-enabled = Remote Help を有効にする
    .about = 無効にすると、誰もセッションを開始したり参加したりできず、管理者だけが入れます。
setting-chat = チャット
    .about = 双方がメッセージを送り合えます。内容がサーバーに届くことはありません。
setting-notice = お知らせ
    .about = 組織からの言葉です。コードの入力画面と、画面の表示を許可する前に表示されます。
setting-unenrolled = 未登録のデバイスでもサポートする
    .about = オフにすると、ディレクトリにないデバイスや、ブラウザーがどのデバイスか証明していない場合はサポートできません。
setting-others = デバイス用のセッションをほかに使わせない
    .about = オフにすると、別の人や別のデバイスが参加したときに担当者へ警告するだけになります。
setting-code = コードの有効時間（秒）
    .about = 過ぎると、担当者が新しいコードを作ります。
setting-join = 参加を待つ時間（秒）
    .about = 最新のコードから数えます。
setting-answer = 確認に答える時間（秒）
    .about = 双方が時間内に同意しないと、セッションは終了します。
setting-return = 離れた人を待つ時間（秒）
    .about = 双方が同意するまでの場合です。その後は 60 秒です。
setting-longest = セッションの長さ（秒）
    .about = 最初のコードから数え、何があっても終了します。
setting-idle = 使われないサインインの長さ（分）
    .about = 要求のたびに数え直します。
setting-absolute = サインインの長さ（分）
    .about = 何があっても終了します。使われない場合より短くできません。
setting-helpers-context = 担当者：認証コンテキスト
    .about = Microsoft Entra ID：サインインがこのコンテキストのポリシーを満たしている必要があります。管理者も担当者に含まれ、設定する人は先にこのサインインを求められます。
setting-helpers-acr = 担当者：サインインの方法（acr）
    .about = そのほかのプロバイダー：いずれかが使われている必要があります。管理者も担当者に含まれ、設定する人は先にこのサインインを求められます。
setting-helpers-age = 担当者：プロバイダーでのサインインの最長経過時間（分）
    .about = それより前にサインインした人は、もう一度求められます。
setting-sharers-context = 共有者：認証コンテキスト
    .about = Microsoft Entra ID：サインインがこのコンテキストのポリシーを満たしている必要があります。
setting-sharers-acr = 共有者：サインインの方法（acr）
    .about = そのほかのプロバイダー：いずれかが使われている必要があります。
setting-sharers-age = 共有者：プロバイダーでのサインインの最長経過時間（分）
    .about = それより前にサインインした人は、もう一度求められます。
setting-retention = 監査と終了したセッションの保存期間（日）
    .about = 古いものは完全に削除されます。
configuration-says = 構成ファイルの値：
setting-own = 変更済み
as-configured = 構成ファイルどおり
on = オン
off = オフ
nothing = なし
number = { $number }
range = 1 から { $most } まで。
range-open = 1 以上。
range-age = 0 で制限なし、または { $least } から { $most } まで。
range-context = c1 から c99 まで。空欄で指定なし。
range-words = 1 行に 1 つ、または空白で区切ります。空欄で制限なし。
wrong-number = 1 から { $most } までの整数を入力してください。
wrong-number-open = 1 以上の整数を入力してください。
wrong-relation = ほかの設定と合いません。サインインの長さは、使われない場合より短くできません。
wrong-notice = お知らせは { $most } 文字までです。
wrong-age = 0、または { $least } から { $most } までの整数を入力してください。
wrong-context = c1 から c99 までのコンテキストを入力するか、空欄にしてください。
wrong-context-provider = 認証コンテキストがあるのは Microsoft Entra ID だけです。
wrong-words = 半角英数字と記号で 256 文字までの語を、16 個まで入力してください。
wrong-acr-provider = Microsoft Entra ID では、代わりに認証コンテキストを設定してください。
settings-changes = 変更される内容
settings-no-changes = まだありません。
settings-unfit = 範囲外の値があります。各欄の説明をご覧ください。
discard = 破棄
load-now = 現在の内容を表示し、入力を残す
off-title = Remote Help を停止しますか？
off-body = 進行中のセッションは双方ともすぐに終了します。再び有効にするまで、誰も開始や参加ができません。
off-chat-title = チャットを停止しますか？
off-chat-body = 進行中のセッションからチャットがなくなり、書かれた内容は失われます。セッションは続きます。
off-unenrolled-title = 未登録のデバイスでのサポートをやめますか？
off-unenrolled-body = 該当するデバイスで進行中のセッションは、双方ともすぐに終了します。
off-confirm = 停止する

## レポート

report = レポート
report-lead = 終了したセッションを、保存期間中ここで確認できます。日付と時刻は UTC です。
report-helper = 担当者
report-sharer = サポートを受けた人
report-somebody-hint = アカウント、または名前かメール アドレスの一部。
report-device = デバイス
report-device-hint = ID、または名前の一部。
report-outcome = 終わり方
report-any-outcome = すべて
report-began = 開始
report-duration = 時間
report-shared = 画面の共有：
report-records = 記録
report-nobody = 参加者なし
report-view-only = 表示のみ
report-sessions = セッション
report-none = 該当するセッションはありません。
filters = 表示する範囲
filter-from = 開始日
filter-to = 終了日
filter-show = 表示
filter-clear = すべて表示
export-csv = CSV でエクスポート
export-jsonl = JSON Lines でエクスポート
totals = 集計
total-sessions = セッション数
total-started = 双方が同意
total-duration = 合計時間
total-median = 時間の中央値
total-shared = 画面の共有時間
total-outcomes = 終わり方
chart-sessions = 1 日のセッション数
chart-durations = 1 日の合計時間
chart-most = 最大：
chart-cut =
    { $count ->
       *[other] グラフは直近 { $count } 日分です。表にはすべてあります。
    }
chart-table = 日ごとの数値
chart-day = 日付
outcome-ended-by-helper = 担当者が終了
outcome-ended-by-sharer = サポートを受けた人が終了
outcome-declined-by-sharer = サポートを受ける人が拒否
outcome-declined-by-helper = 担当者が拒否
outcome-consent-timed-out = 時間内に双方の同意なし
outcome-nobody-joined = 時間内に参加者なし
outcome-helper-gone = 担当者が戻らず
outcome-sharer-gone = サポートを受けた人が戻らず
outcome-too-long = 最長時間に到達
outcome-ended-by-administrator = 管理者が終了
outcome-not-permitted = 参加した人をサポートする権限なし
outcome-permission-withdrawn = 権限の取り消し
outcome-device-not-enrolled = デバイスが未登録
outcome-other-than-bound = 別の人または別のデバイスが参加
outcome-unknown = 不明な理由で終了

## 監査

audit = 監査
audit-lead = 何が起き、誰が行ったかを、保存期間中ここで確認できます。時刻は UTC です。
audit-records = 記録
audit-number = 番号
audit-when = 日時
audit-kind = 内容
audit-any-kind = すべて
audit-actor = 実行者
audit-session = セッション
audit-session-hint = セッションの ID。
audit-details = 詳細
audit-kind-sign-in = サインイン
audit-kind-sign-out = サインアウト
audit-kind-sign-in-refused = サインインの拒否
audit-kind-session-created = セッションの開始
audit-kind-code-issued = コードの発行
audit-kind-joined = コードで参加
audit-kind-code-refused = コードの拒否
audit-kind-join-refused = 参加の拒否
audit-kind-code-alarm = 警報：誤ったコードが多数
audit-kind-consent-given = 許可
audit-kind-consent-declined = 拒否
audit-kind-consent-lapsed = 同意の失効
audit-kind-connected = 双方が同意
audit-kind-sharing-started = 共有の開始
audit-kind-sharing-paused = 共有の一時停止
audit-kind-sharing-resumed = 共有の再開
audit-kind-sharing-stopped = 共有の停止
audit-kind-absent = 離席
audit-kind-returned = 復帰
audit-kind-access-refused = サポートの権限なし
audit-kind-chat-off = チャットの停止
audit-kind-session-ended = セッションの終了
audit-kind-settings-changed = 設定の変更
audit-kind-role-saved = ロールの保存
audit-kind-role-removed = ロールの削除
audit-kind-assignment-saved = 割り当ての保存
audit-kind-assignment-removed = 割り当ての削除
audit-kind-directory-person-saved = 人の保存
audit-kind-directory-person-removed = 人の削除
audit-kind-directory-group-saved = グループの保存
audit-kind-directory-group-removed = グループの削除
audit-kind-directory-group-members = グループのメンバーの変更
audit-kind-directory-device-saved = デバイスの保存
audit-kind-directory-device-removed = デバイスの削除
audit-kind-device-warning = デバイスの警告
audit-kind-device-changed = デバイスの状態の変化
audit-kind-sign-in-too-weak = サインインの強度不足
audit-kind-device-link-issued = 登録リンクの作成
audit-kind-device-enrolled = ブラウザーの登録
audit-kind-device-key-renewed = ブラウザーの再登録
audit-kind-device-key-revoked = ブラウザーの取り消し
audit-kind-token-issued = トークンの発行
audit-kind-token-revoked = トークンの取り消し
audit-kind-webhook-failed = Webhook：配信の断念
audit-kind-webhook-retried = Webhook：配信の再試行
audit-kind-webhook-discarded = Webhook：配信の破棄
audit-kind-webhook-tested = Webhook のテスト
audit-kind-audit-exported = 監査のエクスポート
audit-kind-report-exported = レポートのエクスポート
audit-kind-audit-removed = 古い記録の削除

## 一覧

actions = 操作
filter-any = すべて
page-nothing = 見つかりませんでした。
page-rows = { $first } ～ { $last }
page-rows-of = { $total } 件中 { $first } ～ { $last }
page-back = 前のページ
page-forward = 次のページ
answer-age = { $time }前の情報です。

## デバイス

devices-title = デバイス
devices-lead = 組織のディレクトリにあるデバイスです。サポートするには、デバイスを開いてセッションを開始します。
devices-search = デバイスを検索
devices-search-hint = デバイス名、または所有者の名前かメール アドレスの一部。
devices-back = すべてのデバイス
device-name = 名前
device-owner = 所有者
device-state = 状態
device-platform = システム
device-seen = 最終確認
device-id = ディレクトリでの ID
device-nobody = なし
device-never = 未確認
device-new = 新しいデバイス
device-edit = デバイスの編集
device-start = 新しいリモート アシスタンス セッション
device-start-hint = このデバイスとその所有者のためのセッションです。コードはいつものように伝えます。
device-reasons = 準拠していない理由
device-reasons-hint = 人が読むための文章です。1 行に 1 つ。
device-remove-title = デバイス { $name } を削除しますか？
device-remove-body = 登録が解除されます。登録済みのブラウザーも無効になります。
state-compliant = 準拠
state-not-compliant = 非準拠
state-in-grace-period = 猶予期間中
state-unknown = 不明
state-unenrolled = 未登録
platform-windows = Windows
platform-macos = macOS
platform-linux = Linux
platform-ios = iOS または iPadOS
platform-android = Android
platform-other = その他
owner-find = 所有者を探す
browsers = 登録済みのブラウザー
browsers-lead = 登録済みのブラウザーは、セッションのたびにこのデバイス上にあることを証明します。
browsers-none = このデバイスに登録されたブラウザーはありません。
browser-who = 登録した人
browser-since = 登録日時
browser-used = 最終使用
browser-never = 未使用
browser-renewed = 更新済み
browser-revoke = 取り消す
browser-revoke-title = { $name } のブラウザーを取り消しますか？
browser-revoke-body = 以後、このデバイス上にあることを証明できません。再び登録するには新しいリンクが必要です。
browser-revoked = 取り消しました。
enrolment = 登録リンク
enrolment-title = このデバイスの登録リンク
enrolment-what = このデバイスの、登録したいブラウザーで一度だけ開いてください。パスワードのように扱ってください。最初に開いた人のブラウザーが登録されます。
enrolment-lasts = 表示されるのは今だけで、あと { $time }使えます。
enrolment-earlier = 以前のリンクがあと { $time }使えます。新しいリンクを作ると置き換わります。

## ディレクトリ：人とグループ

directory = ディレクトリ
kept-here = このディレクトリは Remote Help が管理しています。デバイスを更新できる人は、ここで変更できます。
kept-by-graph = このディレクトリは Microsoft Entra ID と Intune が管理し、Microsoft Graph で読み取っています。変更はそちらで行ってください。ここでは表示のみです。
kept-elsewhere = このディレクトリは別の場所で管理されています。ここでは表示のみです。
people = 人
people-list = ディレクトリの人
people-search = 人を検索
people-search-hint = 名前またはメール アドレスの一部。
people-back = すべての人
person-new = 新しい人
person-name = 名前
person-email = メール アドレス
person-email-hint = サブジェクトがまだ分からない人は、これで見つけます。
person-subject = サブジェクト
person-subject-hint = サインイン サービスでの ID：「sub」、Entra ID では「oid」。
person-title = 役職
person-company = 会社
person-optional = 相手に表示されます。空でもかまいません。
person-account = アカウント
person-remove-title = { $name } をディレクトリから削除しますか？
person-remove-body = デバイスは所有者なしで残ります。ディレクトリのグループによる権限は失われ、そのセッションはすぐに終了します。
account-enabled = 使用可
account-disabled = 無効
account-may-be-used = アカウントを使用できる
    .about = オフにすると、この人は入れなくなり、セッションはすぐに終了します。
groups = グループ
groups-none = どのグループにも入っていません
groups-there-are-none = グループはまだありません。
groups-list = ディレクトリのグループ
groups-lead = 割り当ては人のグループにロールを与え、対象の範囲は人とデバイスのグループで決めます。
groups-search = グループを検索
groups-search-hint = 名前の一部。
groups-back = すべてのグループ
groups-count =
    { $count ->
        [0] グループなし
       *[other] グループ { $count } 件
    }
group-new = 新しいグループ
group-name = 名前
group-kind = 種類
group-of-people = 人
group-of-devices = デバイス
group-members = メンバー
group-remove-title = グループ { $name } を削除しますか？
group-remove-body = メンバーはディレクトリに残ります。このグループによるロールや範囲は届かなくなります。
member = メンバー
member-find-person = 人を追加
member-find-device = デバイスを追加
member-added = 追加しました。
member-remove = 外す
wrong-entry-name = 128 文字以内の名前が必要です。
wrong-owner = この人はもうディレクトリにいません。別の人を選ぶか、なしにしてください。
wrong-choice = この中から選んでください。
wrong-reasons = 32 行まで、各行 256 文字まで、セミコロンは使えません。
wrong-groups = グループの 1 つがもうありません。もう一度ご確認ください。
wrong-email = メール アドレスではないか、ほかの人が使っています。
wrong-subject = サブジェクトは 255 文字まで、ほかの人と重ならないものです。
wrong-line = 128 文字までです。

## ディレクトリ：インポートとエクスポート

files = インポートとエクスポート
files-read-only = ファイルのインポートとエクスポートは、Remote Help がディレクトリを管理している場合に、デバイスを更新できる人だけが行えます。
files-groups = グループ
files-people = 人
files-devices = デバイス
import = インポート
import-lead = ファイルは UTF-8 の CSV です。グループ、人、デバイスの順にインポートしてください。誤りのあるファイルは何も変更しません。
import-kind = ファイルの内容
import-file = ファイル
import-file-hint = 1 行目に列名がある CSV ファイル。ここからエクスポートしたものなど。
import-no-file = 先にファイルを選んでください。
import-unreadable = 選んだ後にファイルが変更または移動されました。もう一度選んでください。
import-replace = すべて置き換える
    .about = ファイルにないものはディレクトリから削除されます。オフの場合はそのまま残ります。
import-check = ファイルを確認
import-would = ファイルに問題はありません。インポートすると次のように変わります。
import-done = インポートしました。
import-bad = 何もインポートされませんでした。ファイルの次の箇所を直して、もう一度確認してください。
import-new = 新規
import-changed = 変更
import-unchanged = 変更なし
import-removed = 削除
import-replace-title = ファイルにない { $name } 件を削除しますか？
import-replace-body = ファイルにないものはディレクトリから削除されます。それに依存するセッションはすぐに終了します。
import-said = 完了しました。結果をご覧ください。
export = エクスポート
export-lead = 1 種類のすべてを、再びインポートできるファイルにします。
faults = ファイルの誤り
fault-line = 行
fault-column = 列
fault-what = 内容
fault-empty = 必須ですが、空です。
fault-too-long = 長すぎます。
fault-too-many = 項目が多すぎます。
fault-hidden-characters = 見えない文字が含まれています。入力し直してください。
fault-semicolon = セミコロンは使えません。一覧の区切りに使われます。
fault-no-address = メール アドレスではありません。
fault-late = 9999 年より後の日時です。
fault-taken = すでに次が使っています：
fault-unknown-owner = この人はディレクトリにいません。先に追加してください。
fault-unknown-group = このグループはディレクトリにありません。先に追加してください：
fault-unknown-member = ディレクトリにありません。先に追加してください：
fault-wrong-kind = このグループは種類が違います：
fault-has-members = メンバーがいる間は、グループの種類を変えられません。
fault-no-switch = 「yes」でも「no」でもありません。
fault-no-word = ここに使えるのは次の語だけです：
fault-no-time = 日時ではありません。2026-11-29T08:30:00Z または 2026-11-29 のように書いてください。
fault-id-twice = この ID は前の行にもあります。どちらかを残してください。行：
fault-twice = 重複できません。次の行にもあります：
fault-no-utf8 = UTF-8 ではありません。「CSV UTF-8」で保存してください。
fault-no-header = ファイルが空です。1 行目に列名が必要です。
fault-unknown-column = このような列はありません：
fault-column-twice = この列が 2 つあります。1 つ削除してください：
fault-no-column = この列がありません。追加してください：
fault-cells = セルの数が 1 行目と違います。区切り文字を含む文字列は引用符で囲んでください。
fault-long-row = 行が長すぎます。引用符が足りないかもしれません。
fault-many-rows = ここから先は一度にインポートできる行数を超えています。ファイルを分けてください。
fault-other = インポートできません。

## 進行中のセッション

sessions = セッション
sessions-lead = 今、誰が誰をサポートしているかを示します。一覧は自動的に更新されます。
sessions-now = 進行中
sessions-count =
    { $count ->
        [0] なし
       *[other] セッション { $count } 件
    }
sessions-none = 今サポートを受けている人はいません。
session-helper = サポートする人
session-sharer = サポートを受ける人
session-state = 状態
session-since = 開始
session-nobody = まだ誰も参加していません
session-end = セッションを終了
session-end-title = このセッションを終了しますか？
session-end-body = 双方ともすぐに終了します。管理者が終了したことが伝えられます。
session-note = 双方への一言
session-note-hint = すぐに表示され、監査に残ります。空でもかまいません。
wrong-session-note = { $most } 文字までです。
session-ended-said = セッションが終了しました。
phase-created = 参加を待っています
phase-joined = 双方が確認画面を見ています
phase-connected = 接続済み、共有なし
phase-sharing = 画面を共有中
phase-paused = 一時停止中
phase-unknown = 不明
presence-here = 接続中
presence-unstable = 不安定
presence-lost = 接続が切れました
presence-away = ページを離れました

## Webhook

webhooks = Webhook
webhooks-lead = セッションの開始と終了、警告を、ほかのプログラムに知らせます。
webhooks-none = Webhook は設定されていません。
webhooks-none-how = 構成ファイルの「[[webhooks]]」に書き、再起動後に有効になります。
webhook-state = 状態
webhook-idle = 待機なし
webhook-delivering = 配信中
webhook-failing = 失敗、再試行します
webhook-unknown = 不明
webhook-host = 宛先
webhook-events = 知らせる内容
webhook-waiting = 待機中
webhook-dead = 断念
webhook-success = 最後の配信
webhook-failure = 最後の失敗
webhook-never = なし
webhook-test = テストを送信
webhook-tested = テストは配信されました。
webhook-test-failed = テストは配信されませんでした。
event-session-started = セッションの開始
event-session-ended = セッションの終了
event-alarm = 警告
event-test = テスト
why-status = 応答は { $status } でした。
why-timed-out = 時間内に応答がありませんでした。
why-unreachable = 到達できませんでした。
why-not-known = 理由は不明です。
letters = 断念したもの
letters-show = 断念したものを表示
letters-hide = 断念したものを隠す
letters-none = 断念したものはありません。
letters-more = さらに表示
letter-event = 内容
letter-at = 日時
letter-attempts = 試行
letter-why = 理由
letter-retry = 再試行
letter-retried = 再試行します。
letter-discard = 破棄
letter-discard-title = { $name } へのこの配信を破棄しますか？
letter-discard-body = 受信側に知らされることはなくなります。
letter-discarded = 破棄しました。
