# Shown before, or in place of, the app: plain texts without placeables.
unsupported-title = 別のブラウザーをお使いください
unsupported-share = このブラウザーでは画面を共有できません。画面の共有には、パソコンと最新のブラウザーが必要です。お使いの環境に問題があるわけではなく、何もインストールする必要はありません。
unsupported-body = Remote Help には最新のブラウザーが必要です。お使いの環境に問題があるわけではありません。
unsupported-use = 同じリンクを、次のいずれかのブラウザー（このバージョン以降）で開いてください。
unsupported-browsers = Chrome 109、Edge 109、Firefox 122、Safari 16.4
unsupported-noscript = Remote Help には JavaScript が必要です。このページで JavaScript を許可してから、もう一度読み込んでください。
load-failed-title = Remote Help を読み込めませんでした
load-failed-body = このページの一部が届きませんでした。接続を確認して、もう一度お試しください。
load-failed-retry = もう一度試す
language = 言語
language-name = 日本語
