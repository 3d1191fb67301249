//! Terms of customers who write Portuguese, of Portugal and Brazil.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "reembols*, rembols*, reembolço, estorn*, devol* .. dinheiro|valor|pagamento|quantia|montante, devolução, devolver, devolvam, devolvido, dinheiro de volta, valor de volta, meu dinheiro, recuperar .. dinheiro|valor, ressarc*, indemniz*, indeniz*, restitui*, chargeback",
    ),
    (
        Topic::Charge,
        "cobrad*, cobrança*, cobraram, cobrar, debitad*, débito, debitaram, duas vezes .. cobr*|pag*, cobr* .. vezes, cobrança dupla|duplicada|indevida, pago duas vezes, paguei duas vezes, não reconheço, nunca autorizei|contratei|assinei|pedi, não autorizei, sem minha|a minha|autorização|consentimento, não autorizad*, fraude, burla, golpe, roubad*, descontaram, descontado, tiraram .. dinheiro, extrato, fatura do cartão",
    ),
    (
        Topic::Mistake,
        "por engano, por erro, sem querer, enganei me, me enganei, esqueci .. cancelar, esqueci me, renov* .. automatic*|sem|sozinh*, renovação automática, nunca usei|utilizei, não usei|utilizei, não uso, plano errado, sem eu querer",
    ),
    (
        Topic::Withdrawal,
        "arrependimento, direito de arrependimento, livre resolução, 14 dias, 7 dias, rescind*, rescisão, devolver .. produto|artigo|encomenda|pedido",
    ),
    (
        Topic::Invoice,
        "fatura, faturas, factura*, recibo*, nota fiscal, comprovativo*, comprovante*, nif, cnpj, iva, endereço de faturação|cobrança, faturação, boleto",
    ),
    (
        Topic::Payment,
        "pagar, paguei, pago, pagamento*, compra*, comprei, comprado, comprar, cartão, cartão de crédito, paypal, pix, mb way, multibanco, euros, reais, banco, transferência, valor, montante, dinheiro",
    ),
    (
        Topic::Cancel,
        "cancel* .. assinatura|subscrição|plano|conta|renovação|premium|teste|inscrição, cancelar, cancelamento, cancelem, cancela, anular .. assinatura|subscrição, anular, encerrar .. assinatura|subscrição, terminar .. assinatura|subscrição|contrato, parar .. assinatura|subscrição|pagamentos, desativar .. assinatura|subscrição|renovação, não quero mais, não quero renovar, desinscrev*, sair da assinatura, deixar de pagar, suspender .. assinatura|subscrição",
    ),
    (
        Topic::Subscription,
        "assinatura*, subscriç*, subscric*, assinante, mensalidade, teste gratuito|grátis, período de teste|experimentação, premium, renovação, renov*, licença*, licenca*, plano, planos, anual, mensal, versão paga|pro|completa|gratuita, pacote",
    ),
    (
        Topic::How,
        "como posso|faço|faco|se|mudo|cancelo|cancelar|funciona|apago|altero|partilho|compartilho|ativo|recupero|baixo|é|fazer|usar|excluo, onde posso|está|estão|encontro|vejo|fica|se, onde, posso, pode se, podemos, é possível, seria possível, dá para, tem como, há, existe, existem, vocês têm|tem, qual, quais, quanto|quantos|quantas, quando, por que, porque é que, porquê, o que devo|acontece|é|fazer, tenho uma dúvida|pergunta|questão, uma dúvida|pergunta|questão, dúvida sobre, gostaria de saber, queria saber, saber como|se|onde, não sei como|onde|se, não entendo como, não percebo como, explicar como, instruções, tutorial, guia, diferença entre, poderiam dizer|informar|explicar",
    ),
    (
        Topic::Lost,
        "não encontro, não acho, não vejo, não consigo encontrar, não consigo achar, em lado nenhum, em lugar nenhum, onde está, onde estão",
    ),
    (
        Topic::Want,
        "quero, queria, gostaria, gostava, queremos, preciso, desejo, solicito, por favor, podem, poderiam, podiam, ajuda, ajudar, me ajudem",
    ),
    (
        Topic::Fault,
        "erro, erros, mensagem de erro, falha*, bug, não funciona*, não está a funcionar, não está funcionando, não carrega*, não abre, não grava, não guarda, não salva, não responde, não inicia, não reproduz, não toca, não mostra, não sincroniza, não gera, não lê, deixou de funcionar, parou de funcionar, funciona mal, fecha sozinh*, fecha se, trava*, travad*, travando, bloquead*, bloqueia, congel*, crash*, fica .. branco|preto|parado|a carregar|carregando|preso, ecrã|tela branc*|pret*|em branco, página em branco, página .. branco, avariad*, quebrad*, estragad*, defeit*, defeituos*, não acontece nada, nada acontece, algo deu errado, algo correu mal, fora do ar, não abre mais, me desloga, expulsa me",
    ),
    (
        Topic::Cannot,
        "não consigo, não conseguimos, não posso, não dá para, não dá, não me deixa, não deixa, não permite, impossível, não é possível, não consegue, não foi possível, não pude",
    ),
    (
        Topic::Missing,
        "desaparec*, sumiu, sumiram, perdi, perdido .. dados|tudo|ficheiros|arquivos, falta, faltam, apagad* .. tudo|todas|sozinh*, não recebi, não .. recebido|chegou, nunca recebi|chegou, não chega, vazio, vazia, sem som|áudio, já não está, não aparece, não aparecem",
    ),
    (
        Topic::Odd,
        "problema, problemas, dificuldade*, estranho, estranha, lento, lenta, incorret*, errad*, mal, resolver, resolvam, corrigir, consertar, arranjar, reparar, técnic*, solução",
    ),
    (
        Topic::Tried,
        "reinstal*, desinstal*, reinici*, desde .. atualização|ontem|hoje|dias, depois da atualização, após .. atualiz*, depois de .. atualiz*, sempre que, cada vez que, toda vez que, todas as vezes, quando tento|abro|clico|carrego|quero, ao tentar|abrir|guardar|salvar|carregar|entrar|iniciar, já tentei, tentei várias, várias vezes, limpei o cache, outro navegador, já reinstalei",
    ),
    (
        Topic::Access,
        "paguei .. mas, comprei .. mas, pagamento .. mas, continuo .. gratuit*|grátis|sem, continua .. gratuit*|grátis|bloquead*, ainda .. gratuit*|grátis, sem acesso, não tenho acesso, não foi ativad*, não está ativ*, não ativou, perdi o acesso",
    ),
    (
        Topic::Login,
        "entrar, iniciar sessão, fazer login, login, logar, acessar, aceder, log in, código de verificação|confirmação, verificação, sessão, autentic*",
    ),
    (
        Topic::Password,
        "senha*, palavra passe, password, esqueci a senha|minha senha, redefinir, repor, acesso, credencia*, nome de utilizador|usuário",
    ),
    (
        Topic::Account,
        "conta, contas, perfil, endereço de email|e mail, meu email|e mail, meus dados, dados pessoais, privacidade, lgpd, rgpd, número de telefone, apagar .. conta, excluir .. conta, eliminar .. conta, encerrar .. conta, cadastro, nome de utilizador|usuário",
    ),
    (
        Topic::Change,
        "mud*, alter*, trocar, configur*, definições, ajust*, apag*, exclu*, elimin*, remov*, mover, partilh*, compartilh*, transfer*, adicion*, convid*, carreg*, enviar, baix*, descarreg*, import*, export*, criar, crio, ativ*, desativ*, usar, utiliz*, guard*, salv*, recuper*, restaur*, lig*, conect*, imprim*, renome*, atualiz*, instal*, editar",
    ),
    (
        Topic::Product,
        "app, aplicação, aplicativo, cartões de estudo, flashcard*, baralho*, ficheiro*, arquivo*, pasta*, documento*, apontamento*, nota, notas, página, botão, ecrã, tela, idioma, língua, modo, versão, funç*, funcionalidade*, notificaç*, imagem, imagens, foto*, vídeo*, áudio, som, podcast*, quiz, teste*, exame*, prova, curso*, aula*, lição, resumo*, calendário, projeto*, link*, dispositivo*, telefone, telemóvel, celular, tablet, computador, pc, offline, internet, equipa, equipe, utilizador*, usuário*, grupo*, programa, software, site, menu, pesquisa, progresso, perguntas, respostas, chat, limite, créditos, pontos, convite*, português, inglês, matérias, colegas",
    ),
    (
        Topic::Feature,
        "seria .. ótimo|bom|útil|excelente|legal|fantástico, poderiam adicionar|incluir, podem adicionar|incluir, adicionassem, sugestão, sugestões, sugiro, proponho, ideia, melhori*, está previsto, pretendem, planeiam, funcionalidade em falta, modo escuro",
    ),
    (
        Topic::Price,
        "preço*, quanto custa*, custa, custam, custo, desconto*, cupom, cupão, código promocional, promo*, tarifa*, orçamento, mais barato, caro, grátis, gratuit*, oferta*",
    ),
    (
        Topic::Sales,
        "demo, demonstração, orçamento, cotação, para a nossa|minha escola|empresa|turma|universidade, para uma escola|empresa|equipa|equipe, para o nosso|meu colégio|instituto|time, licenças para, professores, vendas, comercial, volume, plano empresarial|escolar, interessad* em, funcionários, contratar",
    ),
    (
        Topic::Delivery,
        "encomenda*, envio, entrega*, enviado, pedido, número do pedido|da encomenda, rastreamento, rastreio, transportadora, correios, esgotado, etiqueta de devolução",
    ),
    (
        Topic::Thanks,
        "obrigad* pela|pelo|por, muito obrigad* pela|pelo|por, agora funciona, já funciona, funciona de novo, resolvido, problema resolvido, excelente serviço, bom trabalho, já encontrei, obrigado por tudo, são excelentes",
    ),
    (
        Topic::Advert,
        "oferecemos, nossos serviços, posicionamento, topo do google, mais clientes, mais vendas, aumentar .. vendas, marketing, agência, publicidade, empréstimo*, crédito pessoal, ganhou, você ganhou, ganhar dinheiro, investimento*, sem compromisso, newsletter, seguidores, criação de sites, primeira página",
    ),
    (
        Topic::Approach,
        "candidatura, estágio, currículo, curriculum, cv, vaga*, emprego, trabalhar convosco|com vocês, colaboração, colaborar, parceria*, patrocín*, jornalista, imprensa, entrevista, inquérito, pesquisa para, tese, influenci*, embaixador*",
    ),
    (
        Topic::Homework,
        "calcula, calcule, calcular, resolva, resolve a, equaç*, perímetro, área do, triângulo, explica me, explique, descreva, definição, defina, traduz*, escreve|escreva um|uma, resuma, redação, qual é a capital, capital de, quem foi|era|inventou, quando foi, quais são os|as, fotossíntese, célula*, revolução, guerra, século, vocabulário, gramática, biologia, física, química, história, geografia, matemática, filosofia, anatomia, economia, exercício, trabalho de casa, lição de casa, planetas, sistema solar, começou em",
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
];
