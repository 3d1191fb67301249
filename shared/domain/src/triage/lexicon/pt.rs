//! Terms of customers who write Portuguese, of Portugal and Brazil.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "reembols*, rembols*, reembolço, estorn*, devol* .. dinheiro|valor|pagamento|quantia|montante, devolução, devolver, devolvam, devolvido, dinheiro de volta, valor de volta, meu dinheiro, recuperar .. dinheiro|valor, ressarc*, indemniz*, indeniz*, restitui*, chargeback, devolvam|devolva*|devolverem|devolver|devolvem .. dinheiro|valor|euros|reais, dinheiro|valor|grana .. volta|devolvid*, de volta .. dinheiro|valor, quero meu|o meu dinheiro, estornem, estornar, desfazer .. compra, reaver, me devolvam, reenbols*",
    ),
    (
        Topic::Charge,
        "cobrad*, cobrança*, cobraram, cobrar, debitad*, débito, debitaram, duas vezes .. cobr*|pag*, cobr* .. vezes, cobrança dupla|duplicada|indevida, pago duas vezes, paguei duas vezes, não reconheço, nunca autorizei|contratei|assinei|pedi, não autorizei, sem minha|a minha|autorização|consentimento, não autorizad*, fraude, burla, golpe, roubad*, descontaram, descontado, tiraram .. dinheiro, extrato, fatura do cartão, sem avisar|permissão|autorização|pedir|consentimento|aviso, nunca pedi|aceitei|quis|autorizei, continuam|continua|seguem .. cobr*, tiraram|descontaram|cobraram|debitaram .. euros|reais|dinheiro|conta|cartão|vezes, cobrança .. depois|mesmo|sem|outra",
    ),
    (
        Topic::Mistake,
        "por engano, por erro, sem querer, enganei me, me enganei, esqueci .. cancelar, esqueci me, renov* .. automatic*|sem|sozinh*, renovação automática, nunca usei|utilizei, não usei|utilizei, não uso, plano errado, sem eu querer, filho|filha|criança|sobrinho .. comprou|assinou|fez|comprad*, assinei|comprei|paguei|escolhi .. querer|engano|erro, em vez do mensal, sem perceber",
    ),
    (
        Topic::Withdrawal,
        "arrependimento, direito de arrependimento, livre resolução, 14 dias, 7 dias, rescind*, rescisão, devolver .. produto|artigo|encomenda|pedido",
    ),
    (
        Topic::Invoice,
        "fatura, faturas, factura*, recibo*, nota fiscal, comprovativo*, comprovante*, nif, cnpj, iva, endereço de faturação|cobrança, faturação, boleto, despesas da empresa, reembolso de despesas, contabilista, contador, imposto de renda, em nome da",
    ),
    (
        Topic::Payment,
        "pagar, paguei, pago, pagamento*, compra*, comprei, comprado, comprar, cartão, cartão de crédito, paypal, pix, mb way, multibanco, euros, reais, banco, transferência, valor, montante, dinheiro",
    ),
    (
        Topic::Cancel,
        "cancel* .. assinatura|subscrição|plano|conta|renovação|premium|teste|inscrição, cancelar, cancelamento, cancelem, cancela, anular .. assinatura|subscrição, anular, encerrar .. assinatura|subscrição, terminar .. assinatura|subscrição|contrato, parar .. assinatura|subscrição|pagamentos, desativar .. assinatura|subscrição|renovação, não quero mais, não quero renovar, desinscrev*, sair da assinatura, deixar de pagar, suspender .. assinatura|subscrição, não .. mais .. cobr*|debit*, não .. uso|preciso|utilizo|quero|usamos|precisamos .. mais, já não .. usamos|precisamos|queremos, não uso|preciso|utilizo|quero mais, já não .. uso|preciso|utilizo|quero, deixar|parar de pagar, quero sair, tirar|remover|terminar|fechar|encerrar .. assinatura|subscrição|plano|conta, não renovar|renovem|renove|continuar, desassinar, desativar .. renovação|assinatura, pra cancelar, assinatura .. cancelar|tirar|encerrar|terminar|fim",
    ),
    (
        Topic::Subscription,
        "assinatura*, subscriç*, subscric*, assinante, mensalidade, teste gratuito|grátis, período de teste|experimentação, premium, renovação, renov*, licença*, licenca*, plano, planos, anual, mensal, versão paga|pro|completa|gratuita, pacote",
    ),
    (
        Topic::How,
        "como posso|faço|faco|se|mudo|cancelo|cancelar|funciona|apago|altero|partilho|compartilho|ativo|recupero|baixo|é|fazer|usar|excluo, onde posso|está|estão|encontro|vejo|fica|se, onde, posso, pode se, podemos, é possível, seria possível, dá para, tem como, há, existe, existem, qual, quais, quanto|quantos|quantas, o que devo|acontece|é|fazer, tenho uma dúvida|pergunta|questão, uma dúvida|pergunta|questão, dúvida sobre, gostaria de saber, queria saber, saber como|se|onde, não sei como|onde|se, não entendo como, não percebo como, explicar como, instruções, tutorial, guia, diferença entre, poderiam dizer|informar|explicar, como|onde _, ^dá|da para|pra, dá pra|para, ^funciona|tem|é|posso|há|serve|existe|aceitam|vale|custa em|no|na|sem|com|para|possível|o|a|também|um|uma|algum|alguma|desconto|usar|compartilhar|partilhar|mudar|app, funciona sem|com|no|em, como faço|eu|posso|se, quais formatos|tipos, o que inclui|vem|acontece, quantos|quantas, tem como|jeito|alguma, há alguma|forma|maneira, me podem dizer, podem me dizer",
    ),
    (Topic::Why, "por que, porque é que, porquê"),
    (
        Topic::Lost,
        "não encontro, não acho, não vejo, não consigo encontrar, não consigo achar, em lado nenhum, em lugar nenhum, onde está, onde estão, não vejo|encontro|acho .. botão|opção|onde",
    ),
    (
        Topic::Want,
        "quero, queria, gostaria, gostava, queremos, preciso, desejo, solicito, por favor, podem, poderiam, podiam, ajuda, ajudar, me ajudem",
    ),
    (
        Topic::Fault,
        "erro, erros, mensagem de erro, falha*, bug, não funciona*, não está a funcionar, não está funcionando, não carrega*, não abre, não grava, não guarda, não salva, não responde, não inicia, não reproduz, não toca, não mostra, não sincroniza, não gera, não lê, deixou de funcionar, parou de funcionar, funciona mal, fecha sozinh*, fecha se, trava*, travad*, travando, bloquead*, bloqueia, congel*, crash*, fica .. branco|preto|parado|a carregar|carregando|preso, ecrã|tela branc*|pret*|em branco, página em branco, página .. branco, avariad*, quebrad*, estragad*, defeit*, defeituos*, não acontece nada, nada acontece, algo deu errado, algo correu mal, fora do ar, não abre mais, me desloga, expulsa me, botão .. cinza|cinzento|desativado|inativo, não baixa|baixam|descarrega, não se descarrega, chiado, não|nao funciona|funcionam|carrega|carregam|abre|abrem|grava|guarda|salva|responde|inicia|reproduz|toca|mostra|sincroniza|gera|lê|imprime|envia|conecta|liga|atualiza|reconhece|aceita|avança|conta, não se ouve|abre|vê, fecha|fecham|desliga|reinicia|para|trava|apaga .. sozinh*|meio|tempo|nada, fica|ficou|ficam .. girando|rodando|carregando|parad*|pret*|branc*|travad*|carregar|preso, corta|cortad*, duplicad*, desfocad*, ilegível, inventa*, ao contrário, respostas|resposta|data|hora|preço|resultado .. errad*|incorret*|inglês, errada|erradas|incorreta resposta|respostas|data, diz .. errad*|incorret*|erro, sai|saem .. errad*|branco|inglês, me expulsa, me tira, mensagem vermelha, pisca",
    ),
    (
        Topic::Cannot,
        "não consigo, não conseguimos, não posso, não dá para, não dá, não me deixa, não deixa, não permite, impossível, não é possível, não consegue, não foi possível, não pude, não|nao consigo|consegue|posso|dá|deixa|conseguimos, recusa",
    ),
    (
        Topic::Missing,
        "desaparec*, sumiu, sumiram, perdi, perdido .. dados|tudo|ficheiros|arquivos, falta, faltam, apagad* .. tudo|todas|sozinh*, não recebi, não .. recebido|chegou, nunca recebi|chegou, não chega, vazio, vazia, sem som|áudio, já não está, não aparece, não aparecem, zerad*, zerou, perdid* .. todo|todos|tudo, não me chega|chegou, vazios|vazias, não chegou|chega|chegaram, nunca chegou|chega|recebi",
    ),
    (
        Topic::Odd,
        "problema, problemas, dificuldade*, estranho, estranha, lento, lenta, incorret*, errad*, mal, resolver, resolvam, corrigir, consertar, arranjar, reparar, técnic*, solução",
    ),
    (
        Topic::Contrast,
        "só restam, só ficaram, embora, apesar de, de repente, do nada, no entanto, em vez de, ao invés de, sozinho, sozinha, sozinhos, já não, não .. mais, funcionava .. antes|ontem|bem, no meio, sem motivo, constantemente, toda hora, o tempo todo, mesmo assim, mas está certa|certo|correta",
    ),
    (Topic::DoesNot, "não, nao, nada, nunca, nenhum, nenhuma"),
    (
        Topic::Tried,
        "reinstal*, desinstal*, reinici*, desde .. atualização|ontem|hoje|dias, depois da atualização, após .. atualiz*, depois de .. atualiz*, sempre que, cada vez que, toda vez que, todas as vezes, quando tento|abro|clico|carrego|quero, ao tentar|abrir|guardar|salvar|carregar|entrar|iniciar, já tentei, tentei várias, várias vezes, limpei o cache, outro navegador, já reinstalei, desde ontem|hoje|a|o|que, depois da|do|de, quando|ao importo|importar|abro|envio|enviar|entro|gravo|imprimir|exportar|clico, spam, já tentei|testei|reiniciei",
    ),
    (
        Topic::Access,
        "paguei .. mas, comprei .. mas, pagamento .. mas, continuo .. gratuit*|grátis|sem, continua .. gratuit*|grátis|bloquead*, ainda .. gratuit*|grátis, sem acesso, não tenho acesso, não foi ativad*, não está ativ*, não ativou, perdi o acesso, paguei|comprei|pago .. continua|continuo|ainda|nada|gratuit*|grátis, mês grátis|gratuito .. não|nunca",
    ),
    (
        Topic::Login,
        "entrar, iniciar sessão, fazer login, login, logar, acessar, aceder, log in, código de verificação|confirmação, verificação, sessão, autentic*, entrar na|no|com, código de acesso",
    ),
    (
        Topic::Password,
        "senha*, palavra passe, password, esqueci a senha|minha senha, redefinir, repor, acesso, credencia*, nome de utilizador|usuário",
    ),
    (
        Topic::Account,
        "conta, contas, perfil, endereço de email|e mail, meu email|e mail, meus dados, dados pessoais, privacidade, lgpd, rgpd, número de telefone, apagar .. conta, excluir .. conta, eliminar .. conta, encerrar .. conta, cadastro, nome de utilizador|usuário, email, e mail, endereço, nome, duas contas",
    ),
    (
        Topic::Change,
        "mud*, alter*, trocar, configur*, definições, ajust*, apag*, exclu*, elimin*, remov*, mover, partilh*, compartilh*, transfer*, adicion*, convid*, carreg*, enviar, baix*, descarreg*, import*, export*, criar, crio, ativ*, desativ*, usar, utiliz*, guard*, salv*, recuper*, restaur*, lig*, conect*, imprim*, renome*, atualiz*, instal*, editar, juntar, unir, combin*, orden*, digitaliz*, copi*, col*ar, colocar, passar de|para, imprimir, inserir",
    ),
    (
        Topic::Product,
        "app, aplicação, aplicativo, cartões de estudo, flashcard*, baralho*, ficheiro*, arquivo*, pasta*, documento*, apontamento*, nota, notas, página, botão, ecrã, tela, idioma, língua, modo, versão, funç*, funcionalidade*, notificaç*, imagem, imagens, foto*, vídeo*, áudio, som, podcast*, quiz, teste*, exame*, prova, curso*, aula*, lição, resumo*, calendário, projeto*, link*, dispositivo*, telefone, telemóvel, celular, tablet, computador, pc, offline, internet, equipa, equipe, utilizador*, usuário*, grupo*, programa, software, site, menu, pesquisa, progresso, perguntas, respostas, chat, limite, créditos, pontos, convite*, português, inglês, matérias, colegas, ia, tutor, temporizador, teclado, campo, consulta*, impressora, caixa, talões, funcionário*, fórmula*, auscultadores, fones, título, resposta*, pergunta*, lista, tabela, jogo, estatística*, lembrete*, reserva*, stock, estoque, câmara, câmera, microfone, carrinho, filtro*, cartões, cartão, amigos, logotipo, logo, voz, áudio*, pedidos",
    ),
    (
        Topic::Feature,
        "seria .. ótimo|bom|útil|excelente|legal|fantástico, poderiam adicionar|incluir, podem adicionar|incluir, adicionassem, sugestão, sugestões, sugiro, proponho, ideia, melhori*, está previsto, pretendem, planeiam, funcionalidade em falta, modo escuro, seria .. ótimo|bom|útil|excelente|legal|fantástico|possível, podiam|poderiam|podem .. adicionar|incluir|colocar|pôr, gostava que|de ter .. opção|modo|função, falta .. opção|modo|função, uma ideia",
    ),
    (
        Topic::Price,
        "preço*, quanto custa*, custa, custam, custo, desconto*, cupom, cupão, código promocional, promo*, tarifa*, orçamento, mais barato, caro, grátis, gratuit*, oferta*, quanto é|custa|custam|fica|sai, preço para estudantes, desconto",
    ),
    (
        Topic::Sales,
        "demo, demonstração, orçamento, cotação, para a nossa|minha escola|empresa|turma|universidade, para uma escola|empresa|equipa|equipe, para o nosso|meu colégio|instituto|time, licenças para, professores, vendas, comercial, volume, plano empresarial|escolar, interessad* em, funcionários, contratar, escola, universidade, faculdade, colégio, para .. turmas|alunos|estudantes|funcionários|colegas",
    ),
    (
        Topic::Delivery,
        "encomenda*, envio, entrega*, enviado, pedido, número do pedido|da encomenda, rastreamento, rastreio, transportadora, correios, esgotado, etiqueta de devolução",
    ),
    (
        Topic::Thanks,
        "obrigad* pela|pelo|por, muito obrigad* pela|pelo|por, agora funciona, já funciona, funciona de novo, resolvido, problema resolvido, excelente serviço, bom trabalho, já encontrei, obrigado por tudo, são excelentes, já encontrei|achei, encontrei, achei, deu certo, já deu certo, já está .. resolvido|bom|funcionando|ok, graças a vocês, vocês são .. ótimos|melhores|demais, obrigad* .. certo|resolvido|funciona|ajuda|funcionou, passei na prova|no exame",
    ),
    (
        Topic::Advert,
        "oferecemos, nossos serviços, posicionamento, topo do google, mais clientes, mais vendas, aumentar .. vendas, marketing, agência, publicidade, empréstimo*, crédito pessoal, ganhou, você ganhou, ganhar dinheiro, investimento*, sem compromisso, newsletter, seguidores, criação de sites, primeira página, nossa oferta|proposta|ferramenta, nossos produtos|especialistas, nosso serviço|produto, oferecemos lhe|a, nossa empresa|agência oferece, ajudamos empresas|a|negócios, nossa agência|solução|plataforma|empresa, breve chamada|reunião|conversa, leads, captação, visibilidade, somos uma agência, desenvolvemos, seu site, fornecedor*",
    ),
    (
        Topic::Approach,
        "candidatura, estágio, currículo, curriculum, cv, vaga*, emprego, trabalhar convosco|com vocês, colaboração, colaborar, parceria*, patrocín*, jornalista, imprensa, entrevista, inquérito, pesquisa para, tese, influenci*, embaixador*, trabalhar .. para|com|na vocês|convosco|vossa|empresa, freelance*, oferta de emprego, fazer estágio, questionário, colaborar com",
    ),
    (
        Topic::Homework,
        "calcula, calcule, calcular, resolva, resolve a, equaç*, perímetro, área do, triângulo, explica me, explique, descreva, definição, defina, traduz*, escreve|escreva um|uma, resuma, redação, qual é a capital, capital de, quem foi|era|inventou, quando foi, quais são os|as, fotossíntese, célula*, revolução, guerra, século, vocabulário, gramática, biologia, física, química, história, geografia, matemática, filosofia, anatomia, economia, exercício, trabalho de casa, lição de casa, planetas, sistema solar, começou em, escreva|escreve|faça|faz .. texto|redação|poema|carta|palavras|resumo, meio ambiente, causas da|do, resumo de|do|da .. capítulo|livro|romance, guerra mundial, explica|explique .. a|o|os|que, pode .. resumir|escrever|resolver|traduzir, teorema, o que é a|o|um|uma .. célula|fotossíntese|verbo|átomo, conjuga*",
    ),
    (
        Topic::Urgent,
        "urgent*, urgência, o mais rápido possível, o quanto antes, quanto antes, imediat*, já, agora mesmo, rapidamente, asap, emergência, o mais breve",
    ),
    (
        Topic::Deadline,
        "hoje, esta noite, amanhã, até amanhã|segunda|terça|quarta|quinta|sexta|hoje, prazo, exame .. amanhã|segunda, prova .. amanhã|segunda, em 24|48 horas",
    ),
    (
        Topic::Blocked,
        "não podemos trabalhar, não consigo trabalhar, não conseguimos trabalhar, toda a equipa|equipe, todos os utilizadores|usuários|clientes|funcionários, ninguém consegue, parado, paralisad*, produção, perda de dados, perdi todos os dados, hackead*, pirateada, invadid*, segurança, fora do ar, estamos bloqueados",
    ),
    (
        Topic::Negative,
        "péssim*, desilud*, dececion*, decepcion*, insatisfeit*, descontent*, zangad*, irritad*, chatead*, vergonha, horrível, terrível, inútil, infelizmente, burla*, golpe, ladrões, reclam*, queixa*, escândalo, ridícul*, injust*, mau, má, abuso, lixo",
    ),
    (
        Topic::Frustrated,
        "inaceitável, inadmissível, fart*, cansad*, basta, terceira|segunda|quarta vez|mensagem, ainda estou|estamos, ainda à espera, continuo à espera, ninguém responde, sem resposta, nenhuma resposta, há semanas|meses|dias, várias vezes, outra vez, de novo, já escrevi|contactei|entrei, vergonha, quantas vezes, perda de tempo, frustr*, ridícul*, até agora nada, finalmente",
    ),
    (
        Topic::Threat,
        "advogad*, jurídic*, ações legais, tribunal, processo judicial, processar, polícia, procon, deco, reclame aqui, livro de reclamações, defesa do consumidor, proteção de dados, trustpilot, avaliação negativa",
    ),
    (
        Topic::Positive,
        "excelente*, ótim*, fantástic*, perfeit*, adoro, amo, muito obrigad*, maravilhos*, satisfeit*, content*, feliz, incrív*, parabéns, bom trabalho, gosto muito, sensacional",
    ),
    (
        Topic::NoHurry,
        "não é urgente, não urgente, sem pressa, não há pressa, quando puderem|tiverem tempo, quando puderem, pequena dúvida, só uma dúvida|pergunta, simples pergunta, para informação, por curiosidade, gralha, sugestão",
    ),
    (Topic::No, "nenhum, nenhuma, sem, não há, não é"),
    (
        Topic::NotWanted,
        "não quero|peço|procuro|desejo|solicito|preciso, não se trata, em vez de",
    ),
    (
        Topic::Condition,
        "se eu|cancelar|o|a|meu|minha|parar|mudar|não, quando acabar|terminar|acaba|termina",
    ),
    (Topic::Ask, "vocês têm|tem, oferecem, vocês"),
    (
        Topic::OtherMeaning,
        "não foi|fui cobrad*, política de reembolso, por erro, por engano, antes .. cobr*|renov*|debit*, não há|tem problema, não só, sem problema, por que não, porque não, se não, sem perder, não perder, em vez de, quanto antes, o quanto antes, reembolso de despesas",
    ),
];
